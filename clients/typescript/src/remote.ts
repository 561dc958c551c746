/** One interface of a server, to be called. */

import type { Client as Rpc } from "@connectrpc/connect";
import type { Blobs, Progress } from "./blobs.js";
import type { Known } from "./known.js";
import { errorOf } from "./errors.js";
import type { CallEvent, Outputs } from "./events.js";
import type { Interface, InterfaceService, PredictRequest } from "./gen/rpcface/v1/interface_pb.js";
import { LiveCall } from "./live.js";
import { Outcome } from "./outcome.js";
import { type Inputs, requestOf, stored } from "./requests.js";
import { Backoff, type Patience } from "./retries.js";

/** How a call is made. */
export interface CallOptions {
  /** Ends the call, and the function, where it is aborted. */
  readonly signal?: AbortSignal;
  /** Milliseconds that it may take in all, with every try. */
  readonly timeoutMs?: number;
  /** How often it is tried again where the server can't be reached; 0: not at all. */
  readonly retries?: number;
  /**
   * Media types wanted for outputs that are files, best first: "image/webp".
   * "application/vnd.rpcface.value" asks for a picture's pixels.
   */
  readonly accept?: readonly string[];
  /** Told, while large files are on their way to the server, how far they are. */
  readonly onUpload?: Progress;
}

/** The states of a conversation, by the interfaces' names. */
export type States = Map<string, Uint8Array>;

const NOTHING = new Uint8Array(0);

/** One interface of a server. */
export class Remote {
  readonly #known: Known;
  readonly #rpc: Rpc<typeof InterfaceService>;
  readonly #blobs: Blobs;
  readonly #name: string | undefined;
  readonly #options: CallOptions;
  readonly #states: States | undefined;

  /** @internal */
  constructor(
    parts: { known: Known; rpc: Rpc<typeof InterfaceService>; blobs: Blobs },
    name: string | undefined,
    options: CallOptions,
    states: States | undefined,
  ) {
    this.#known = parts.known;
    this.#rpc = parts.rpc;
    this.#blobs = parts.blobs;
    this.#name = name;
    this.#options = options;
    this.#states = states;
  }

  /** What it takes and returns, asked anew. */
  async describe(): Promise<Interface> {
    return (await this.#known.anew(this.#options)).one(this.#name);
  }

  /**
   * Calls the function, and returns its outputs by name.
   *
   * @throws InputError: inputs are unknown, missing or not valid. FunctionRefused: the function
   * refused, and says why. RpcfaceError: any other end; `reason` and `code` tell which.
   */
  async predict(inputs: Inputs = {}, options: CallOptions = {}): Promise<Outputs> {
    return await this.#called(inputs, options, async (described, request, patience) => {
      const backoff = new Backoff(patience);
      for (;;) {
        try {
          const response = await this.#rpc.predict(request, rpcOptions(patience));
          const { outputs } = new Outcome(described).finish(response);
          this.#keep(described, response.state);
          return outputs;
        } catch (error) {
          await backoff.wait(error);
        }
      }
    });
  }

  /**
   * Calls the function and gives what happens as it happens; the last event is "finished".
   * Leaving the loop cancels the call. Errors are as for `predict`.
   */
  async *stream(inputs: Inputs = {}, options: CallOptions = {}): AsyncGenerator<CallEvent, void> {
    const { described, request, patience } = await this.#called(
      inputs,
      options,
      async (described, request, patience) => ({ described, request, patience }),
    );
    const outcome = new Outcome(described);
    const backoff = new Backoff(patience);
    const told = new Set<string>();
    for (;;) {
      try {
        for await (const message of this.#rpc.predictStream({ call: request }, rpcOptions(patience))) {
          const event = outcome.take(message);
          if (event === undefined || (event.kind === "started" && told.has(event.kind))) {
            continue; // it started before the connection broke
          }
          told.add(event.kind);
          if (event.kind === "finished") {
            this.#keep(described, outcome.state ?? NOTHING);
          }
          yield event;
        }
        return;
      } catch (error) {
        await backoff.wait(error);
      }
    }
  }

  /**
   * Begins a call that goes on: each `send` changes inputs and so runs the function again, and
   * iterating gives the answers. It needs the socket.
   */
  async live(inputs: Inputs = {}, options: CallOptions = {}): Promise<LiveCall> {
    return await this.#called(inputs, options, async (described, request, patience) => {
      const keep = (state: Uint8Array) => this.#keep(described, state);
      return new LiveCall(this.#rpc, described, request, keep, rpcOptions(patience));
    });
  }

  #keep(described: Interface, state: Uint8Array): void {
    if (described.stateful) {
      this.#states?.set(described.name, state);
    }
  }

  /**
   * Makes the request and runs with it. Where the server has changed since it was described, it is
   * described and called once more: the function did not run.
   */
  async #called<T>(
    inputs: Inputs,
    options: CallOptions,
    run: (described: Interface, request: PredictRequest, patience: Patience) => Promise<T>,
  ): Promise<T> {
    const all = { ...this.#options, ...options };
    const patience = patienceOf(all);
    const wishes = { accept: all.accept ?? [], requestId: globalThis.crypto.randomUUID() };
    const before = this.#known.description;
    const files = await stored(inputs, this.#blobs, patience, all.onUpload);
    const attempt = async (described: Interface): Promise<T> => {
      const state = this.#states?.get(described.name) ?? NOTHING;
      return await run(described, await requestOf(described, files, { ...wishes, state }), patience);
    };
    try {
      if (before !== undefined) {
        try {
          return await attempt(before.one(this.#name));
        } catch (error) {
          const { reason } = errorOf(error);
          if (!["INTERFACE_CHANGED", "INTERFACE_UNKNOWN", "INPUT_INVALID"].includes(reason)) {
            throw error;
          }
          const now = await this.#known.anew(all);
          if (reason === "INPUT_INVALID" && now.one(this.#name).etag === before.one(this.#name).etag) {
            throw error;
          }
        }
      }
      const now = this.#known.description ?? (await this.#known.anew(all));
      return await attempt(now.one(this.#name));
    } catch (error) {
      throw errorOf(error);
    }
  }
}

function patienceOf({ retries = 6, signal, timeoutMs }: CallOptions): Patience {
  const deadline = timeoutMs === undefined ? undefined : performance.now() + timeoutMs;
  return { retries, signal, deadline };
}

function rpcOptions({ signal, deadline }: Patience): { signal?: AbortSignal; timeoutMs?: number } {
  return {
    ...(signal && { signal }),
    ...(deadline !== undefined && { timeoutMs: Math.max(Math.ceil(deadline - performance.now()), 1) }),
  };
}
