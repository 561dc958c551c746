/** The checks before a call: they are loaded once a person begins to fill in a form. */

import type { Component } from "@rpcface/client/protos";
import type { Faults } from "./model.js";
import type { Values } from "./values.js";

type Checks = typeof import("./checks.js");

let there: Checks | undefined;
let coming: Promise<Checks> | undefined;

/** The checks; undefined: they are not there yet. */
export function loadedChecks(): Checks | undefined {
  return there;
}

/** Loads them. Where they can't be had any more, the server has the only word, as it has the last. */
export async function loadChecks(): Promise<Checks | undefined> {
  try {
    coming ??= import("./checks.js");
    return (there = await coming);
  } catch {
    coming = undefined;
    return undefined;
  }
}

/**
 * What is wrong with each of the inputs, by name; those that are well are not there. `values` are
 * asked for when the checks are there, for until then a person may have gone on.
 */
export async function check(inputs: readonly Component[], values: () => Values): Promise<Record<string, Faults>> {
  return (await loadChecks())?.checked(inputs, values()) ?? {};
}
