/** A call that goes on: the function runs again as its inputs change. */

import type { Client as Rpc } from "@connectrpc/connect";
import { Code, ConnectError } from "@connectrpc/connect";
import { errorOf, RpcfaceError } from "./errors.js";
import type { CallEvent } from "./events.js";
import type { Interface, InterfaceService, PredictLiveResponse, PredictRequest } from "./gen/rpcface/v1/interface_pb.js";
import { Outcome } from "./outcome.js";
import { type Inputs, valuesOf } from "./requests.js";

/** Something that happened to a request of a live call. */
export type LiveAnswer =
  | { /** The number of the request, from 1. */ readonly sequence: number; readonly event: CallEvent; readonly error?: never }
  | { /** The number of the request, from 1. */ readonly sequence: number; readonly error: RpcfaceError; readonly event?: never };

/**
 * A live call. Iterating gives what happens to its requests, the first of which is sent when it
 * begins; leaving the loop ends it.
 */
export class LiveCall implements AsyncIterable<LiveAnswer> {
  readonly #described: Interface;
  readonly #answers: AsyncIterable<PredictLiveResponse>;
  readonly #waiting: PredictRequest["inputs"][] = [];
  readonly #abort = new AbortController();
  readonly #keep: (state: Uint8Array) => void;
  #wake: (() => void) | undefined;
  #isFinished = false;
  #sequence = 1;

  /** @internal */
  constructor(
    rpc: Rpc<typeof InterfaceService>,
    described: Interface,
    first: PredictRequest,
    keep: (state: Uint8Array) => void,
    options: { signal?: AbortSignal; timeoutMs?: number },
  ) {
    this.#described = described;
    this.#keep = keep;
    options.signal?.addEventListener("abort", () => this.cancel(), { once: true });
    this.#answers = rpc.predictLive(this.#requests(first), { ...options, signal: this.#abort.signal });
  }

  /**
   * Changes inputs; one that is left out keeps the value that it had.
   *
   * @returns The number of the request, which answers go by.
   * @throws InputError where an input is unknown, or can't travel.
   */
  async send(inputs: Inputs): Promise<number> {
    this.#waiting.push(await valuesOf(this.#described, inputs));
    this.#wake?.();
    this.#sequence += 1;
    return this.#sequence;
  }

  /** Tells that nothing more will be sent; iterating ends when all is answered. */
  finish(): void {
    this.#isFinished = true;
    this.#wake?.();
  }

  /** Ends the call at once. */
  cancel(): void {
    this.finish();
    this.#abort.abort(new ConnectError("the call was cancelled", Code.Canceled));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<LiveAnswer> {
    const outcome = new Outcome(this.#described);
    try {
      for await (const { sequence, outcome: told } of this.#answers) {
        if (told.case === "event") {
          const event = outcome.take(told.value);
          if (event?.kind === "finished" && outcome.state !== undefined) {
            this.#keep(outcome.state);
          }
          if (event !== undefined) {
            yield { sequence: Number(sequence), event };
          }
        } else if (told.case === "error") {
          const { code, message, details } = told.value;
          const packed = details.map(({ typeUrl, value }) => ({ type: typeUrl.split("/").at(-1)!, value }));
          const error = new ConnectError(message, code as Code);
          error.details = packed;
          yield { sequence: Number(sequence), error: errorOf(error) };
        }
      }
    } catch (error) {
      throw errorOf(error);
    } finally {
      this.cancel();
    }
  }

  async *#requests(first: PredictRequest) {
    yield { call: first };
    for (;;) {
      const inputs = this.#waiting.shift();
      if (inputs !== undefined) {
        yield { call: { inputs } };
      } else if (this.#isFinished) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }
}
