/** Inputs as words in an address, each read and written as its schema has it. */

import type { Input, Output } from "@rpcface/client";
import type { Interface, Schema } from "@rpcface/client/protos";
import { fits } from "./fitting.js";
import { readJson } from "./json_text.js";
import type { Place } from "./place.js";
import { hasFile, isEqual } from "./snippets/call.js";
import { plain } from "./snippets/json.js";
import { flattened } from "./snippets/layout.js";
import { isSecret } from "./snippets/samples.js";
import { written } from "./snippets/values.js";
import { natural, type Values } from "./values.js";

/** The words for inputs that are not their defaults, and the labels of those that have none: files, arrays, secrets. */
export function wordsOf(described: Interface, inputs: Values): { words: Place["words"]; left: readonly string[] } {
  const words: Record<string, string> = {};
  const left: string[] = [];
  for (const { name, label, schema, defaultValue } of described.inputs) {
    const value = inputs[name];
    if (value === undefined || (defaultValue !== undefined && isEqual(value, natural(defaultValue)))) {
      continue;
    }
    if (hasFile(value) || isSecret(schema)) {
      left.push(label || name);
    } else {
      words[name] = wordOf(value, schema);
    }
  }
  return { words, left };
}

/** The inputs that words stand for, and the names of those that are none or whose words don't fit. */
export function inputsOf(
  described: Interface,
  words: Place["words"],
): { inputs: Values; unknown: readonly string[]; unfit: readonly string[] } {
  const inputs: Record<string, Values[string]> = {};
  const [unknown, unfit]: [string[], string[]] = [[], []];
  for (const [name, word] of Object.entries(words)) {
    const component = described.inputs.find((one) => one.name === name);
    const value = component && read(word, component.schema);
    if (component === undefined) {
      unknown.push(name);
    } else if (value === undefined) {
      unfit.push(name);
    } else {
      inputs[name] = value;
    }
  }
  return { inputs, unknown, unfit };
}

/** Text stands without quotes where it is read as itself then. */
function wordOf(value: Input | Output, schema: Schema | undefined): string {
  return typeof value === "string" && read(value, schema) === value
    ? value
    : flattened(written(value, schema, plain, ""));
}

/** undefined: the schema takes nothing that the word may stand for. */
function read(word: string, schema: Schema | undefined): Input | undefined {
  const json = parsed(word);
  const isText = schema?.shape.case === "textShape";
  const meant = isText && typeof json !== "string" && json !== null ? [word] : [json, word];
  return meant.find((one) => one !== undefined && fits(one, schema));
}

/** JSON as `plain` writes it; undefined: it is none. */
function parsed(word: string): Input | undefined {
  if (/^(NaN|-?Infinity)$/.test(word)) {
    return Number(word);
  }
  try {
    return readJson(word);
  } catch {
    return undefined;
  }
}
