import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { FILES } from "./serving.js";

const DIST = join(FILES, "..", "dist");

const DECLARED =
  /^export (?:declare )?(?:abstract )?(?:class|interface|type|function|const) (\w+)(?:.* implements ([\w, ]+))?/;
const MEMBER = /^\s+(?:(?:readonly|static|get|set|abstract) )*((?:\w+|\[Symbol\.\w+\])\??(?=[(:<]))/;

/** A declaration: its members and itself, and which of these have a comment. */
class Declaration {
  readonly bare: string[] = [];
  readonly told = new Set<string>();

  constructor(readonly parents: readonly string[]) {}

  add(name: string, hasComment: boolean): void {
    if (hasComment) {
      this.told.add(name);
    } else {
      this.bare.push(name);
    }
  }
}

/** The declarations of a module that others can use, by their names. */
function declarations(module: string): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  let current: Declaration | undefined;
  let before = "";
  for (const line of module.split("\n")) {
    const hasComment = before.endsWith("*/") || /^\s*\/\*\*.*\*\/ /.test(line);
    const code = line.replace(/^(\s*)\/\*\*.*?\*\/ /, "$1");
    const declared = DECLARED.exec(code);
    const member = MEMBER.exec(code);
    if (declared !== null) {
      current = new Declaration((declared[2] ?? "").trim().split(/, */));
      current.add("", hasComment);
      found.set(declared[1]!, current);
    } else if (/^\S/.test(code) && !/^}/.test(code)) {
      current = undefined; // it is not exported, or a comment
    } else if (member !== null) {
      current?.add(member[1]!.replace("?", ""), hasComment);
    }
    before = line.trim();
  }
  return found;
}

/** What a package exports of its own, by the modules that it is from. */
async function exported(index: string): Promise<Map<string, Declaration>> {
  const found = new Map<string, Declaration>();
  for (const [, names, module] of index.matchAll(/^export (?:type )?{([^}]*)} from "\.\/(\w+)\.js";$/gm)) {
    const all = declarations(await readFile(join(DIST, `${module}.d.ts`), "utf8"));
    for (const [, name] of names!.matchAll(/(\w+) *(?:,|$)/g)) {
      assert.ok(all.has(name!), `${module} has no ${name}`);
      found.set(name!, all.get(name!)!);
    }
  }
  return found;
}

test("all that the package exports has a comment, each member and each option too", async () => {
  const found = await exported(await readFile(join(DIST, "index.d.ts"), "utf8"));
  assert.ok(found.size > 25);
  const bare = [...found].flatMap(([name, { bare, parents }]) =>
    bare
      .filter((member) => !parents.some((parent) => found.get(parent)?.told.has(member)))
      .map((member) => `${name}.${member}`),
  );
  assert.deepEqual(bare, []);
});

test("what has no comment is found", () => {
  const module = [
    "/** A. */",
    "export interface A {",
    "    /** One. */",
    "    readonly one: number;",
    "    two?(): void;",
    "}",
    "export type B = {",
    "    /** Three. */ three: {",
    "        four: string;",
    "    };",
    "};",
    "interface C {",
    "    five: string;",
    "}",
  ].join("\n");
  assert.deepEqual(
    [...declarations(module)].map(([name, { bare }]) => [name, bare]),
    [
      ["A", ["two"]],
      ["B", ["", "four"]],
    ],
  );
});
