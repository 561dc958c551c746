/** What a person must know of a snippet before it runs. */

import { Media, Tensor, type Input, type Output } from "@rpcface/client";
import { say } from "../words.js";
import type { Call } from "./call.js";
import { MOST_ELEMENTS } from "./values.js";

/** Sentences, the most pressing first. `replaced`: names of inputs in whose place others stand. */
export function notesOf({ given, addresses }: Call, replaced: readonly string[]): readonly string[] {
  const notes: string[] = [];
  if (replaced.length > 0) {
    notes.push(say("Put in values of your own: {names}", { names: replaced.join(", ") }));
  }
  if (addresses.wantsToken) {
    notes.push(say("The server asks who calls: have your token in the environment, as RPCFACE_TOKEN."));
  }
  if (given.some(({ value }) => has(value, isOwnFile))) {
    notes.push(say("Files go by their names: run it in the folder where they are."));
  }
  if (given.some(({ value }) => has(value, (one) => one instanceof Tensor && one.data.length > MOST_ELEMENTS))) {
    notes.push(say("Zeros stand for the content of large arrays."));
  }
  if (addresses.isGuessed) {
    notes.push(say("Something stands before the server here: gRPC may have another address than {address}.", { address: addresses.grpc }));
  }
  return notes;
}

function isOwnFile(value: Input | Output): boolean {
  return value instanceof Blob || (value instanceof Media && !value.isHeld);
}

function has(value: Input | Output, test: (one: Input | Output) => boolean): boolean {
  const isInner = typeof value === "object" && value !== null && !(value instanceof Tensor || value instanceof Media);
  return test(value) || (isInner && Object.values(value).some((part) => has(part as Input | Output, test)));
}
