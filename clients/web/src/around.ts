/** The interface that an element stands in. */

import type { Client } from "@rpcface/client";
import type { Interface } from "@rpcface/client/protos";
import type { Values } from "./values.js";

/** What an element may know of the interface that it is part of. */
export interface Around {
  readonly client: Client;
  readonly described: Interface;
  /** The inputs there are. */
  readonly inputs: Values;
}

/** What an element asks with: the interface tells itself to the function. */
export class Asking extends CustomEvent<(around: Around) => void> {}

/** The interface that an element stands in; undefined: in none. */
export function around(element: Element): Around | undefined {
  let found: Around | undefined;
  const detail = (around: Around) => (found = around);
  element.dispatchEvent(new Asking("rf-around", { detail, bubbles: true, composed: true }));
  return found;
}
