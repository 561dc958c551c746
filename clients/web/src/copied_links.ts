/** Links to an interface with values. */

import type { Interface } from "@rpcface/client/protos";
import { copy } from "./copying.js";
import { wordsOf } from "./links.js";
import { place } from "./place.js";
import type { Values } from "./values.js";
import { say } from "./words.js";

/** Copies the address of an interface with the inputs there are; what the person is told of it. */
export async function copyLink(described: Interface, inputs: Values): Promise<string> {
  const { words, left } = wordsOf(described, inputs);
  const address = new URL(place(described.name, words), location.href).href;
  if (!(await copy(address))) {
    return say("The browser does not let this page copy.");
  }
  return left.length === 0
    ? say("Copied")
    : say("Copied, without {names}: files, arrays and passwords can't stand in a link", { names: left.join(", ") });
}
