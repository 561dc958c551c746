/** The client. */

import { createClient } from "@connectrpc/connect";
import { Blobs, type Progress } from "./blobs.js";
import { errorOf } from "./errors.js";
import type { CallEvent, Outputs } from "./events.js";
import { InterfaceService } from "./gen/rpcface/v1/interface_pb.js";
import { type Description, Known } from "./known.js";
import type { LiveCall } from "./live.js";
import type { Media } from "./media.js";
import { type CallOptions, Remote, type States } from "./remote.js";
import type { Inputs } from "./requests.js";
import type { Patience } from "./retries.js";
import { type Opened, openTransport, type TransportOptions } from "./transports.js";

/** How a client reaches its server, and how its calls are made unless they say otherwise. */
export interface ClientOptions extends TransportOptions, Omit<CallOptions, "signal" | "onUpload"> {}

/** What calls have in common that are made with a client, or in a session of it. */
export interface Calls {
  /** The interface of that name; without one the server's only one. */
  interface(name?: string): Remote;
  /** Calls the server's one interface; see `Remote.predict`. */
  predict(inputs?: Inputs, options?: CallOptions): Promise<Outputs>;
  /** Calls the server's one interface and watches; see `Remote.stream`. */
  stream(inputs?: Inputs, options?: CallOptions): AsyncGenerator<CallEvent, void>;
  /** Begins a live call of the server's one interface; see `Remote.live`. */
  live(inputs?: Inputs, options?: CallOptions): Promise<LiveCall>;
}

/**
 * Calls the interfaces of a server.
 *
 *     const client = await connect("http://localhost:7860");
 *     const { output } = await client.predict({ img: file, strength: 0.3 });
 */
export class Client implements Calls {
  readonly #opened: Opened;
  readonly #parts;
  readonly #options: CallOptions;

  /**
   * @param baseUrl Where the server's web port is: "http://localhost:7860", with a path if it is
   * mounted below one.
   */
  constructor(
    readonly baseUrl: string,
    options: ClientOptions = {},
  ) {
    const { timeoutMs, retries, accept } = options;
    this.#options = {
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(retries !== undefined && { retries }),
      ...(accept && { accept }),
    };
    this.#opened = openTransport(baseUrl.replace(/\/+$/, ""), options);
    const { transport } = this.#opened;
    this.#parts = {
      known: new Known(transport),
      rpc: createClient(InterfaceService, transport),
      blobs: new Blobs(transport),
    };
  }

  /** What the server offers, asked anew. */
  async describe(options: Pick<CallOptions, "signal" | "timeoutMs"> = {}): Promise<Description> {
    return await this.#parts.known.anew({ ...this.#options, ...options });
  }

  interface(name?: string): Remote {
    return new Remote(this.#parts, name, this.#options, undefined);
  }

  async predict(inputs: Inputs = {}, options: CallOptions = {}): Promise<Outputs> {
    return await this.interface().predict(inputs, options);
  }

  stream(inputs: Inputs = {}, options: CallOptions = {}): AsyncGenerator<CallEvent, void> {
    return this.interface().stream(inputs, options);
  }

  async live(inputs: Inputs = {}, options: CallOptions = {}): Promise<LiveCall> {
    return await this.interface().live(inputs, options);
  }

  /** A conversation: calls in it carry the state from one to the next, for each interface. */
  session(): Session {
    const states: States = new Map();
    return new Session((name) => new Remote(this.#parts, name, this.#options, states), states);
  }

  /**
   * Stores a file on the server, to be passed to as many calls as like.
   *
   * @throws RpcfaceError LIMIT_EXCEEDED: it is too large, or the server has no room for it.
   */
  async upload(
    content: Blob,
    options: { mediaType?: string; filename?: string; signal?: AbortSignal; onProgress?: Progress } = {},
  ): Promise<Media> {
    const { mediaType = content.type || "application/octet-stream", signal, onProgress } = options;
    const name = typeof File !== "undefined" && content instanceof File ? content.name : "";
    const patience = this.#patience(signal);
    try {
      return await this.#parts.blobs.upload(content, mediaType, options.filename ?? name, patience, onProgress);
    } catch (error) {
      throw errorOf(error);
    }
  }

  /**
   * The content of a file that the server holds, such as a large output.
   *
   * @throws RpcfaceError BLOB_GONE: it does not hold it any more.
   */
  async download(media: Media, options: { signal?: AbortSignal; onProgress?: Progress } = {}): Promise<Blob> {
    if (!media.isHeld) {
      return media.blob();
    }
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    try {
      const content = this.#parts.blobs.content(media, this.#patience(options.signal), options.onProgress);
      for await (const piece of content) {
        pieces.push(piece as Uint8Array<ArrayBuffer>);
      }
    } catch (error) {
      throw errorOf(error);
    }
    return new Blob(pieces, { type: media.mediaType });
  }

  /** Where a browser finds the content of a file that the server holds, for `<img>` and `<video>`. */
  addressOf(media: Media): string {
    return `${this.baseUrl.replace(/\/+$/, "")}/blobs/${encodeURIComponent(media.blobId)}`;
  }

  /** Ends every call, and closes what is open to the server. */
  close(): void {
    this.#opened.close();
  }

  #patience(signal: AbortSignal | undefined): Patience {
    return { retries: this.#options.retries ?? 6, signal, deadline: undefined };
  }
}

/** A conversation with a server; `Client.session` begins one. */
export class Session implements Calls {
  readonly #remote: (name?: string) => Remote;
  readonly #states: States;

  /** @internal */
  constructor(remote: (name?: string) => Remote, states: States) {
    this.#remote = remote;
    this.#states = states;
  }

  interface(name?: string): Remote {
    return this.#remote(name);
  }

  async predict(inputs: Inputs = {}, options: CallOptions = {}): Promise<Outputs> {
    return await this.#remote().predict(inputs, options);
  }

  stream(inputs: Inputs = {}, options: CallOptions = {}): AsyncGenerator<CallEvent, void> {
    return this.#remote().stream(inputs, options);
  }

  async live(inputs: Inputs = {}, options: CallOptions = {}): Promise<LiveCall> {
    return await this.#remote().live(inputs, options);
  }

  /** Forgets what was said: the next call begins a new conversation. */
  reset(): void {
    this.#states.clear();
  }
}

/**
 * A client of the server, which has described itself.
 *
 * @throws RpcfaceError UNAVAILABLE: no server answers there.
 */
export async function connect(baseUrl: string, options: ClientOptions = {}): Promise<Client> {
  const client = new Client(baseUrl, options);
  try {
    await client.describe();
  } catch (error) {
    client.close();
    throw error;
  }
  return client;
}
