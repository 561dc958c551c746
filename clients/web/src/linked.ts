/** Filling a form from a link. */

import type { Interface } from "@rpcface/client/protos";
import type { Calling } from "./call.js";
import type { Notice } from "./faults.js";
import { inputsOf } from "./links.js";
import type { Place } from "./place.js";
import { say } from "./words.js";

/** Puts the inputs of a link in place of those there are, and tells what in it is none of the interface's. */
export function fill(calling: Calling, described: Interface, words: Place["words"]): void {
  const { inputs, unknown, unfit } = inputsOf(described, words);
  const texts = [
    ...unknown.map((name) => say("The link says something of “{name}”, which is no input here.", { name })),
    ...unfit.map((name) => say("What the link says of “{name}” is not valid there, and was left out.", { name })),
  ];
  calling.notices = texts.map((text): Notice => ({ level: "warning", text }));
  calling.fill(inputs);
}
