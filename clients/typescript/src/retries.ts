/** Trying again where a server can't be reached. */

import { Code } from "@connectrpc/connect";
import { errorOf, type RpcfaceError } from "./errors.js";

const FIRST_MS = 100;
const LONGEST_MS = 3000;

/** How often and how long something is tried. */
export interface Patience {
  /** How often it is tried again; 0: not at all. */
  readonly retries: number;
  /** Ends the waiting. */
  readonly signal: AbortSignal | undefined;
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
   * @throws RpcfaceError: what was thrown, where trying again is no use, or was tried often enough.
   */
  async wait(thrown: unknown): Promise<void> {
    const error = errorOf(thrown);
    this.#failed += 1;
    const { retries, signal, deadline } = this.patience;
    if (error.code !== Code.Unavailable || this.#failed > retries || signal?.aborted) {
      throw error;
    }
    const spread = 0.5 + Math.random() / 2;
    const usual = Math.min(FIRST_MS * 2 ** (this.#failed - 1), LONGEST_MS) * spread;
    const delay = Math.max(usual, (error.retryAfter ?? 0) * 1000);
    if (deadline !== undefined && performance.now() + delay > deadline) {
      throw error;
    }
    await pause(delay, signal, error);
  }
}

function pause(delay: number, signal: AbortSignal | undefined, error: RpcfaceError): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, delay);
    function stop(): void {
      clearTimeout(timer);
      reject(error);
    }
    signal?.addEventListener("abort", stop, { once: true });
  });
}
