/** The live call of an interface, which goes on as its inputs change. */

import { Code, type LiveAnswer, type LiveCall, RpcfaceError } from "@rpcface/client";
import { given, type Values } from "./values.js";

/** What a live call needs, and tells. */
export interface Listener {
  /** Begins a call with all the inputs there are by now. */
  begin(): Promise<LiveCall>;
  hear(answer: LiveAnswer): void;
  /** The call ended, which was not asked for. */
  lost(error: unknown): void;
}

/**
 * Sends changes of inputs as fast as the server takes them: those that come meanwhile are merged,
 * so that the latest wins.
 */
export class Live {
  readonly #listener: Listener;
  #call: LiveCall | undefined;
  #waiting: Values | undefined;
  #isSending = false;
  /** How often it was ended. */
  #ended = 0;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** Changes inputs. It begins a call where there is none; what ends it is told to the listener. */
  async change(inputs: Values): Promise<void> {
    this.#waiting = { ...this.#waiting, ...inputs };
    if (this.#isSending) {
      return;
    }
    this.#isSending = true;
    const ended = this.#ended;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        await this.#send(next);
      }
    } catch (error) {
      if (ended === this.#ended) {
        this.end();
        this.#listener.lost(error);
      }
    } finally {
      this.#isSending = false;
    }
  }

  /** Ends the call, and tells nothing more of it. */
  end(): void {
    this.#ended += 1;
    this.#waiting = undefined;
    this.#call?.cancel();
    this.#call = undefined;
  }

  #next(): Values | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }

  async #send(inputs: Values): Promise<void> {
    const isLess = Object.values(inputs).includes(undefined); // a call can't forget an input
    if (this.#call !== undefined && !isLess) {
      try {
        await this.#call.send(given(inputs));
        return;
      } catch (error) {
        if (!(error instanceof RpcfaceError && error.code === Code.FailedPrecondition)) {
          throw error;
        }
      }
    }
    this.#call?.cancel();
    const ended = this.#ended;
    const call = await this.#listener.begin();
    if (ended !== this.#ended) {
      call.cancel();
      return;
    }
    this.#call = call;
    void this.#follow(call);
  }

  async #follow(call: LiveCall): Promise<void> {
    try {
      for await (const answer of call) {
        if (this.#call !== call) {
          return;
        }
        this.#listener.hear(answer);
      }
    } catch (error) {
      if (this.#call === call) {
        this.#call = undefined;
        this.#listener.lost(error);
      }
    }
  }
}
