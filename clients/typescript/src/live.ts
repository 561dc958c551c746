/** A call that goes on: the function runs again as its inputs change. */

import type { Client as Rpc } from "@connectrpc/connect";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Attempts } from "./attempts.js";
import { errorOf, RpcfaceError } from "./errors.js";
import type { CallEvent } from "./events.js";
import type { InterfaceService, PredictLiveResponse, PredictRequest } from "./gen/rpcface/v1/interface_pb.js";
import { either, letGo } from "./leaving.js";
import { Outcome } from "./outcome.js";
import type { Inputs, Requests } from "./requests.js";
import { type Patience, rpcOptions } from "./retries.js";

/** Something that happened to a request of a live call. */
export type LiveAnswer =
  | {
      /** The number of the request, from 1. */
      readonly sequence: number;
      /** What happened. */
      readonly event: CallEvent;
      /** There is none. */
      readonly error?: never;
    }
  | {
      /** The number of the request, from 1. */
      readonly sequence: number;
      /** What the request failed with; the call goes on. */
      readonly error: RpcfaceError;
      /** There is none. */
      readonly event?: never;
    };

interface Change {
  readonly inputs: PredictRequest["inputs"];
  readonly taken: () => void;
}

/**
 * A live call. Iterating gives what happens to its requests, the first of which is sent when it
 * begins. An "error" is that of one request, and the call goes on; what ends the call is thrown.
 * Leaving the loop ends it, so iterate once.
 */
export class LiveCall implements AsyncIterable<LiveAnswer> {
  readonly #requests: Requests;
  readonly #answers: AsyncIterator<PredictLiveResponse>;
  readonly #keep: (state: Uint8Array) => void;
  readonly #abort = new AbortController();
  readonly #waiting: Change[] = [];
  #next: Promise<IteratorResult<PredictLiveResponse>>;
  #before: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;
  #takesMore = true;
  #isFinished = false;
  #isOver = false;
  #sequence = 1;

  /** @internal */
  constructor(
    rpc: Rpc<typeof InterfaceService>,
    { request, requests }: Attempts,
    keep: (state: Uint8Array) => void,
    patience: Patience,
  ) {
    this.#requests = requests;
    this.#keep = keep;
    const signal = either(this.#abort.signal, patience.signal, patience.closed);
    const how = rpcOptions({ ...patience, signal });
    this.#answers = rpc.predictLive(this.#sent(request), how)[Symbol.asyncIterator]();
    signal.addEventListener("abort", () => this.#end(), { once: true });
    letGo(this.#answers, signal);
    this.#next = this.#pulled();
  }

  /**
   * Changes inputs; one that is left out keeps the value that it had. It waits until the server has
   * room for the request, so that who awaits it never sends more than the server takes.
   *
   * @returns The number of the request, which answers go by.
   * @throws InputError where an input is unknown, or can't travel. RpcfaceError
   * FAILED_PRECONDITION: the call has ended.
   */
  async send(inputs: Inputs): Promise<number> {
    if (!this.#takesMore) {
      throw ended();
    }
    const put = this.#put(this.#requests.values(inputs), this.#before);
    this.#before = put.then(
      () => undefined,
      () => undefined,
    );
    const { sequence, taken } = await put;
    await taken;
    return sequence;
  }

  /** Tells that nothing more will be sent; iterating ends when all is answered. */
  finish(): void {
    this.#takesMore = false;
    void this.#before.then(() => {
      this.#isFinished = true;
      this.#wake?.();
    });
  }

  /** Ends the call at once; iterating fails with CANCELED. */
  cancel(): void {
    this.#abort.abort(new ConnectError("the call was cancelled", Code.Canceled));
  }

  /**
   * What happens to the requests.
   *
   * @throws RpcfaceError: the call has ended, other than by `finish`.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<LiveAnswer> {
    const outcome = new Outcome(this.#requests.described);
    try {
      for (let told = await this.#next; !told.done; told = await this.#next) {
        this.#next = this.#pulled();
        const answer = this.#answer(outcome, told.value);
        if (answer !== undefined) {
          yield answer;
        }
      }
    } catch (error) {
      throw errorOf(error);
    } finally {
      this.cancel();
    }
  }

  /** The next answer, which is asked for before somebody wants it: the call runs and fails without. */
  #pulled(): Promise<IteratorResult<PredictLiveResponse>> {
    const next = this.#answers.next();
    next.then(
      ({ done }) => done && this.#end(),
      () => this.#end(),
    );
    return next;
  }

  /** Lets those go who wait to send. */
  #end(): void {
    this.#isOver = true;
    this.#takesMore = false;
    this.#wake?.();
    this.#waiting.splice(0).forEach(({ taken }) => taken());
  }

  /** Puts a request behind those before it, once its values are made. */
  async #put(values: Promise<Change["inputs"]>, before: Promise<void>) {
    const [made] = await Promise.allSettled([values, before]);
    if (made.status === "rejected") {
      throw made.reason;
    }
    if (this.#isOver) {
      throw ended();
    }
    this.#sequence += 1;
    const taken = new Promise<void>((resolve) => this.#waiting.push({ inputs: made.value, taken: resolve }));
    this.#wake?.();
    return { sequence: this.#sequence, taken };
  }

  #answer(outcome: Outcome, { sequence, outcome: told }: PredictLiveResponse): LiveAnswer | undefined {
    if (told.case === "event") {
      const event = outcome.take(told.value);
      if (event?.kind === "finished" && outcome.state !== undefined) {
        this.#keep(outcome.state);
      }
      return event && { sequence: Number(sequence), event };
    }
    if (told.case === "error") {
      const { code, message, details } = told.value;
      const error = new ConnectError(message, code as Code);
      error.details = details.map(({ typeUrl, value }) => ({ type: typeUrl.split("/").at(-1)!, value }));
      return { sequence: Number(sequence), error: errorOf(error) };
    }
    return undefined;
  }

  async *#sent(first: PredictRequest) {
    try {
      yield { call: first };
      while (!this.#isOver) {
        const [change] = this.#waiting;
        if (change !== undefined) {
          yield { call: { inputs: change.inputs } };
          this.#waiting.shift();
          change.taken();
        } else if (this.#isFinished) {
          return;
        } else {
          await new Promise<void>((resolve) => (this.#wake = resolve));
        }
      }
    } finally {
      this.#end();
    }
  }
}

function ended(): RpcfaceError {
  return new RpcfaceError("the live call has ended; begin another", { code: Code.FailedPrecondition });
}
