/** Where a call stands. */

import type { Bar } from "@rpcface/client";
import type { Values } from "./values.js";

/** How far a call is. */
export interface Standing {
  readonly phase: "idle" | "waiting" | "running";
  /** How many calls run before this one; undefined: it does not wait for its turn, or not yet. */
  readonly position?: number;
  readonly waitMs?: number | undefined;
  readonly bars: readonly Bar[];
  /** When it began to do what it does, by `performance.now`. */
  readonly since: number;
  /** How the call before ended, and how long it took; undefined: there was none. */
  readonly end?: { readonly how: "done" | "stopped" | "failed"; readonly ms: number };
}

/** What was asked and answered, and so can be flagged. */
export interface Made {
  readonly inputs: Values;
  readonly outputs: Values;
}

/** No call runs. */
export const IDLE: Standing = { phase: "idle", bars: [], since: 0 };
