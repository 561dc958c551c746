/** What a person typed that is no value, or not yet. */

import type { Input, Output } from "@rpcface/client";
import type { Values } from "./values.js";

/** It stands where it was typed, with what is wrong, and is never sent. */
export class Draft {
  constructor(
    readonly text: string,
    readonly fault: string,
  ) {}
}

/** A draft in the place of a value: checks tell its fault, so that it does not leave the page. */
export function draft(text: string, fault: string): Input {
  return new Draft(text, fault) as unknown as Input;
}

/** The draft that stands in the place of a value; undefined: it is a value. */
export function draftIn(value: Input | Output): Draft | undefined {
  return (value as unknown) instanceof Draft ? (value as unknown as Draft) : undefined;
}

/** Inputs without the drafts among them, and in them. */
export function settled(values: Values): Values {
  return clean(values as Input) as Values;
}

function clean(value: Input | Output): Input | Output {
  if (draftIn(value) !== undefined) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.some((one) => clean(one) !== one) ? value.map((one) => clean(one) as Output) : value;
  }
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  const entries = Object.entries(value).map(([name, one]) => [name, clean(one as Output)] as const);
  const isSame = entries.every(([name, one]) => (value as Record<string, unknown>)[name] === one);
  return isSame ? value : (Object.fromEntries(entries) as Record<string, Output>);
}
