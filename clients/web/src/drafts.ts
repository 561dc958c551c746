/** What a person typed that is no value, or not yet. */

import type { Input, Output } from "@rpcface/client";

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
