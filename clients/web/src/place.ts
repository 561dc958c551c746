/** Where on the page one is: an interface, and values for its inputs, behind "#". */

import type { Values } from "./values.js";

/** The interface and the inputs that a hash names: "#sepia?strength=0.5". */
export function readPlace(hash: string): { name: string | undefined; inputs: Values } {
  const [name = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const inputs: Record<string, Values[string]> = {};
  for (const [key, word] of new URLSearchParams(query)) {
    inputs[key] = read(word);
  }
  return { name: decodeURIComponent(name) || undefined, inputs };
}

/** The hash that names an interface, and inputs that can stand in an address. */
export function place(name: string, inputs: Values = {}): string {
  const words = Object.entries(inputs).flatMap(([key, value]) => {
    const word = write(value);
    return word === undefined ? [] : [[key, word] as [string, string]];
  });
  const query = new URLSearchParams(words).toString();
  return `#${encodeURIComponent(name)}${query && `?${query}`}`;
}

function read(word: string): Values[string] {
  try {
    return JSON.parse(word) as Values[string];
  } catch {
    return word;
  }
}

/** A value as JSON; undefined: it is a file, or an array. Text stands without quotes where it can. */
function write(value: Values[string]): string | undefined {
  if (typeof value === "string") {
    const isPlain = read(value) === value;
    return isPlain ? value : JSON.stringify(value);
  }
  if (value === undefined || typeof value === "bigint" || value instanceof Blob) {
    return undefined;
  }
  const isPlain = value === null || typeof value !== "object" || isData(value);
  return isPlain ? JSON.stringify(value) : undefined;
}

function isData(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}
