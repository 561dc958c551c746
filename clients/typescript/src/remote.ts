/** One interface of a server, to be called. */

import type { Client as Rpc } from "@connectrpc/connect";
import { Attempts } from "./attempts.js";
import type { Blobs, Progress } from "./blobs.js";
import { errorOf } from "./errors.js";
import type { CallEvent, Outputs } from "./events.js";
import type { Interface, InterfaceService } from "./gen/rpcface/v1/interface_pb.js";
import type { Known } from "./known.js";
import { either, leavable } from "./leaving.js";
import type { LiveCall } from "./live.js";
import { Outcome } from "./outcome.js";
import type { Inputs } from "./requests.js";
import { type Patience, rpcOptions } from "./retries.js";

/** How a call is made. */
export interface CallOptions {
  /** Ends the call, and the function, where it is aborted: it fails with CANCELED. */
  readonly signal?: AbortSignal;
  /** Milliseconds that it may take in all, uploads and further tries too; otherwise any time. */
  readonly timeoutMs?: number;
  /**
   * How often it is tried again where the server can't be reached, after 0.1 to 3 seconds each;
   * 6 unless told otherwise, 0: not at all. Tries of one call have one request id.
   */
  readonly retries?: number;
  /**
   * Media types wanted for outputs that are files, best first: "image/webp".
   * "application/vnd.rpcface.value" asks for a picture's pixels, as a `Tensor`.
   */
  readonly accept?: readonly string[];
  /** Told, while large files are on their way to the server, how far they are. */
  readonly onUpload?: Progress;
}

/** A call that is flagged: what it was given, and what it gave. */
export interface FlaggedCall {
  /** The inputs by name. */
  readonly inputs?: Inputs;
  /** The outputs by name. */
  readonly outputs?: Outputs;
}

/** The states of a conversation, by the interfaces' names. */
export type States = Map<string, Uint8Array>;

/** What the interfaces of one client share. */
export interface Parts {
  readonly known: Known;
  readonly rpc: Rpc<typeof InterfaceService>;
  readonly blobs: Blobs;
  readonly closed: AbortSignal;
}

const NOTHING = new Uint8Array(0);

/** One interface of a server. */
export class Remote {
  readonly #parts: Parts;
  readonly #name: string | undefined;
  readonly #options: CallOptions;
  readonly #states: States | undefined;

  /** @internal */
  constructor(parts: Parts, name: string | undefined, options: CallOptions, states: States | undefined) {
    this.#parts = parts;
    this.#name = name;
    this.#options = options;
    this.#states = states;
  }

  /**
   * What it takes and returns, asked anew; `@rpcface/client/protos` has the type.
   *
   * @throws RpcfaceError INTERFACE_UNKNOWN; UNAVAILABLE: no server answers.
   */
  async describe(): Promise<Interface> {
    const patience = patienceOf(this.#options, this.#parts.closed);
    return (await this.#parts.known.anew(patience)).one(this.#name);
  }

  /**
   * Calls the function, and returns its outputs by name.
   *
   * @throws InputError: inputs are unknown, missing or not valid; the function did not run.
   * FunctionRefused: the function refused, and says why. RpcfaceError: any other end; `reason`
   * and `code` tell which.
   */
  async predict(inputs: Inputs = {}, options: CallOptions = {}): Promise<Outputs> {
    const { attempts, patience } = await this.#begun(inputs, options);
    for (;;) {
      try {
        const response = await this.#parts.rpc.predict(attempts.request, rpcOptions(patience));
        const { outputs } = new Outcome(attempts.described).finish(response);
        this.#keep(attempts.described, response.state);
        return outputs;
      } catch (error) {
        await attempts.again(error);
      }
    }
  }

  /**
   * Calls the function and gives what happens as it happens; the last event is "finished".
   * Leaving the loop cancels the call. Where the connection breaks, the call is made again, and
   * its events begin anew.
   *
   * @throws as `predict` does, while it is iterated.
   */
  async *stream(inputs: Inputs = {}, options: CallOptions = {}): AsyncGenerator<CallEvent, void> {
    const { attempts, patience } = await this.#begun(inputs, options);
    for (;;) {
      const outcome = new Outcome(attempts.described);
      const call = (signal: AbortSignal) =>
        this.#parts.rpc.predictStream({ call: attempts.request }, rpcOptions({ ...patience, signal }));
      try {
        for await (const message of leavable([patience.signal, patience.closed], call)) {
          const event = outcome.take(message);
          if (event?.kind === "finished") {
            this.#keep(attempts.described, outcome.state ?? NOTHING);
          }
          if (event !== undefined) {
            yield event;
          }
        }
        return;
      } catch (error) {
        await attempts.again(error);
      }
    }
  }

  /**
   * Begins a call that goes on: each `send` changes inputs and so runs the function again, and
   * iterating gives the answers. It needs the socket. It is not tried again where the connection
   * breaks: iterating fails with UNAVAILABLE.
   *
   * @throws InputError: inputs are unknown, or can't travel. RpcfaceError INTERFACE_UNKNOWN.
   */
  async live(inputs: Inputs = {}, options: CallOptions = {}): Promise<LiveCall> {
    const { attempts, patience } = await this.#begun(inputs, options);
    const { LiveCall } = await import("./live.js");
    const keep = (state: Uint8Array) => this.#keep(attempts.described, state);
    return new LiveCall(this.#parts.rpc, attempts, keep, patience);
  }

  /**
   * Flags a call for those who look through them later: the server records its inputs and its
   * outputs as they are given here, in one record however often this is tried.
   *
   * @param option One of the interface's `flagging.options`, or "" where there are none.
   * @returns The record's id in the server's store.
   * @throws InputError: inputs or outputs are unknown or not valid, or there is no such option.
   * RpcfaceError FAILED_PRECONDITION: the interface takes no flags.
   */
  async flag(option: string, call: FlaggedCall, options: CallOptions = {}): Promise<string> {
    const { attempts, patience } = await this.#begun(call.inputs ?? {}, options);
    for (;;) {
      try {
        const { interfaceName, inputs, requestId } = attempts.request;
        const outputs = await attempts.requests.values((call.outputs ?? {}) as Inputs, "outputs");
        const flag = { interfaceName, option, inputs, outputs, requestId };
        return (await this.#parts.rpc.flag(flag, rpcOptions(patience))).id;
      } catch (error) {
        await attempts.again(error);
      }
    }
  }

  async #begun(inputs: Inputs, options: CallOptions): Promise<{ attempts: Attempts; patience: Patience }> {
    const all = { ...this.#options, ...options };
    const { known, blobs, closed } = this.#parts;
    const patience = patienceOf(all, closed);
    const wanted = {
      name: this.#name,
      inputs,
      accept: all.accept ?? [],
      requestId: globalThis.crypto.randomUUID(),
      patience,
      onUpload: all.onUpload,
      stateOf: (name: string) => this.#states?.get(name) ?? NOTHING,
    };
    try {
      return { attempts: await Attempts.begin(known, blobs, wanted), patience };
    } catch (error) {
      throw errorOf(error);
    }
  }

  #keep(described: Interface, state: Uint8Array): void {
    if (described.stateful) {
      this.#states?.set(described.name, state);
    }
  }
}

/** The patience that the options ask for. */
export function patienceOf({ retries = 6, signal, timeoutMs }: CallOptions, closed: AbortSignal): Patience {
  const deadline = timeoutMs === undefined ? undefined : performance.now() + timeoutMs;
  // one of its own: Node warns of a signal that many calls listen to
  return { retries, signal: signal && either(signal), closed, deadline };
}
