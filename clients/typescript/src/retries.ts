/** Trying again where a server can't be reached. */

import { Code, ConnectError } from "@connectrpc/connect";
import { errorOf } from "./errors.js";
import { either } from "./leaving.js";

const FIRST_MS = 100;
const LONGEST_MS = 3000;

/** The longest time that a timer of JavaScript knows: 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How often and how long something is tried. */
export interface Patience {
  /** How often it is tried again; 0: not at all. */
  readonly retries: number;
  /** Ends the waiting. */
  readonly signal: AbortSignal | undefined;
  /** Ends it too: nobody calls any more. */
  readonly closed: AbortSignal;
  /** When nobody waits any more, by `performance.now`. */
  readonly deadline: number | undefined;
}

/** Waits before each further try of one thing, longer each time. */
export class Backoff {
  #failed = 0;

  constructor(readonly patience: Patience) {}

  /** Something was got on with: what failed before counts no more. */
  gotOn(): void {
    this.#failed = 0;
  }

  /**
   * Waits before the next try.
   *
   * @throws RpcfaceError: what was thrown, where trying again is no use, or was tried often enough;
   * CANCELED where nobody waits any more.
   */
  async wait(thrown: unknown): Promise<void> {
    const error = errorOf(thrown);
    this.#failed += 1;
    const { retries, signal, closed, deadline } = this.patience;
    if (error.code !== Code.Unavailable || this.#failed > retries) {
      throw error;
    }
    const spread = 0.5 + Math.random() / 2;
    const usual = Math.min(FIRST_MS * 2 ** (this.#failed - 1), LONGEST_MS) * spread;
    const delay = Math.max(usual, (error.retryAfter ?? 0) * 1000);
    if (deadline !== undefined && performance.now() + delay > deadline) {
      throw error;
    }
    await pause(delay, either(signal, closed));
  }
}

/** How an RPC is made with such patience. */
export function rpcOptions({ signal, deadline }: Omit<Patience, "closed" | "retries">): {
  signal?: AbortSignal;
  timeoutMs?: number;
} {
  const left = deadline === undefined ? Infinity : Math.max(Math.ceil(deadline - performance.now()), 1);
  return { ...(signal && { signal }), ...(left <= LONGEST_TIMER_MS && { timeoutMs: left }) };
}

async function pause(delay: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop = () => {};
  try {
    await new Promise<void>((resolve) => {
      stop = resolve;
      timer = setTimeout(resolve, delay);
      signal.addEventListener("abort", stop, { once: true });
      if (signal.aborted) {
        resolve();
      }
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
  if (signal.aborted) {
    throw errorOf(ConnectError.from(signal.reason, Code.Canceled));
  }
}
