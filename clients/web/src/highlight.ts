/** Code with its parts told from each other by colour. */

import { html, type TemplateResult } from "lit";
import type { Language } from "./snippets/call.js";

const WORDS =
  "import|from|as|with|for|in|if|or|and|not|await|async|const|new|of|True|False|None|true|false|null|undefined|print";

const [COMMENT, DOUBLE, SINGLE] = ["(?<=^|\\s)(?:#|//) [^\\n]*", '"(?:\\\\.|[^"\\\\])*"', "'[^']*'"];

const pattern = (strings: string, words: string) =>
  new RegExp(`(${COMMENT})|(${strings})|\\b(${words})\\b|(?<![\\w.-])(-?\\d[\\d.]*(?:e[+-]\\d+)?n?)(?!\\w)`, "gm");

const PATTERNS: Readonly<Record<Language, RegExp>> = {
  python: pattern(DOUBLE, WORDS),
  typescript: pattern(DOUBLE, WORDS),
  curl: pattern(DOUBLE, "curl|true|false|null"),
  shell: pattern(`${SINGLE}|${DOUBLE}`, "rpcface|python|curl"),
};

const KINDS = ["comment", "string", "word", "number"] as const;

/** Pieces of the code, those with a meaning in a `<span>` whose class says which. */
export function highlighted(code: string, language: Language): readonly (string | TemplateResult)[] {
  const pieces: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of code.matchAll(PATTERNS[language])) {
    const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)];
    pieces.push(code.slice(end, match.index), html`<span class=${kind}>${match[0]}</span>`);
    end = match.index + match[0].length;
  }
  return [...pieces, code.slice(end)];
}
