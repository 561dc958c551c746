/** The client. */

import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { Blobs, type Progress } from "./blobs.js";
import { errorOf } from "./errors.js";
import type { CallEvent, Outputs } from "./events.js";
import { InterfaceService } from "./gen/rpcface/v1/interface_pb.js";
import { type Description, Known } from "./known.js";
import { isLarge } from "./large.js";
import type { LiveCall } from "./live.js";
import type { Media } from "./media.js";
import { type CallOptions, type Parts, patienceOf, Remote, type States } from "./remote.js";
import type { Inputs } from "./requests.js";
import type { Patience } from "./retries.js";
import { openTransport, type TransportOptions } from "./transports.js";

/** How a client reaches its server, and how its calls are made unless they say otherwise. */
export interface ClientOptions extends TransportOptions, Omit<CallOptions, "signal" | "onUpload"> {}

/** How a file is stored, or brought. */
export interface FileOptions extends Pick<CallOptions, "signal" | "timeoutMs" | "retries"> {
  /** Told how many bytes are done. */
  readonly onProgress?: Progress;
}

/** What a file is stored as, and how. */
export interface UploadOptions extends FileOptions {
  /** Its IANA media type; otherwise the content's own, or "application/octet-stream". */
  readonly mediaType?: string;
  /** A name for people; otherwise the file's own. */
  readonly filename?: string;
}

/** What calls have in common that are made with a client, or in a session of it. */
export interface Calls {
  /** The interface of that name; without one the server's only one. The server is asked when it is called. */
  interface(name?: string): Remote;
  /** Calls the server's one interface; see `Remote.predict`. */
  predict(inputs?: Inputs, options?: CallOptions): Promise<Outputs>;
  /** Calls the server's one interface and watches; see `Remote.stream`. */
  stream(inputs?: Inputs, options?: CallOptions): AsyncGenerator<CallEvent, void>;
  /** Begins a live call of the server's one interface; see `Remote.live`. */
  live(inputs?: Inputs, options?: CallOptions): Promise<LiveCall>;
}

const MOST_BYTES = 64 * 2 ** 20;

/**
 * Calls the interfaces of a server. It keeps a socket open until `close`.
 *
 *     const client = await connect("http://localhost:7860");
 *     const { output } = await client.predict({ img: file, strength: 0.3 });
 */
export class Client implements Calls {
  readonly #parts: Parts;
  readonly #options: CallOptions;
  readonly #close: () => void;

  /**
   * Makes a client that asks nothing yet; `connect` makes one that has asked.
   */
  constructor(
    /** Where the server's web port is: "http://localhost:7860", with a path if it is mounted below one. */
    readonly baseUrl: string,
    options: ClientOptions = {},
  ) {
    const { timeoutMs, retries, accept } = options;
    this.#options = {
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(retries !== undefined && { retries }),
      ...(accept && { accept }),
    };
    const most = (): number => this.#parts.known.description?.maxRequestBytes || MOST_BYTES;
    const { transport, close } = openTransport(baseUrl.replace(/\/+$/, ""), options, most);
    const closing = new AbortController();
    this.#close = () => {
      closing.abort(new ConnectError("the client was closed", Code.Canceled));
      close();
    };
    this.#parts = {
      known: new Known(transport),
      rpc: createClient(InterfaceService, transport),
      blobs: new Blobs(transport),
      closed: closing.signal,
    };
  }

  /**
   * What the server offers, asked anew.
   *
   * @throws RpcfaceError UNAVAILABLE: no server answers; it is not tried again.
   */
  async describe(options: Pick<CallOptions, "signal" | "timeoutMs"> = {}): Promise<Description> {
    return await this.#parts.known.anew(patienceOf({ ...this.#options, ...options }, this.#parts.closed));
  }

  /** What the server offered when it was last asked; undefined: it was not. */
  get description(): Description | undefined {
    return this.#parts.known.description;
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
   * Stores a file on the server, to be passed to as many calls as like. It goes on where the
   * connection broke.
   *
   * @throws RpcfaceError LIMIT_EXCEEDED: it is too large, or the server has no room for it.
   */
  async upload(content: Blob, options: UploadOptions = {}): Promise<Media> {
    const { mediaType = content.type || "application/octet-stream", onProgress } = options;
    const filename = options.filename ?? (content instanceof File ? content.name : "");
    try {
      return await this.#parts.blobs.upload(
        content,
        mediaType,
        filename,
        this.#patience(options),
        onProgress,
      );
    } catch (error) {
      throw errorOf(error);
    }
  }

  /**
   * Stores a file before the calls that get the same Blob, if it is too large to travel in them: they
   * do not send it again, and wait for it where it is on its way. Where it fails, they send it themselves.
   *
   * @throws as `upload`.
   */
  async prepare(content: Blob, options: FileOptions = {}): Promise<void> {
    const { known, blobs } = this.#parts;
    try {
      const limits = known.description ?? (await this.describe(options));
      if (isLarge(content.size, limits)) {
        await blobs.prepare(content, this.#patience(options), options.onProgress);
      }
    } catch (error) {
      throw errorOf(error);
    }
  }

  /**
   * The content of a file, such as a large output, that the server may hold; all of it in memory.
   *
   * @throws as `content`.
   */
  async download(media: Media, options: FileOptions = {}): Promise<Blob> {
    if (!media.isHeld) {
      return media.blob();
    }
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of this.content(media, options)) {
      pieces.push(piece);
    }
    return new Blob(pieces, { type: media.mediaType });
  }

  /**
   * The same piece by piece. It goes on where the connection broke.
   *
   * @throws RpcfaceError BLOB_GONE: the server does not hold it any more. BLOB_DAMAGED: less came
   * than it should have.
   */
  async *content(media: Media, options: FileOptions = {}): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    if (!media.isHeld) {
      yield (await media.bytes()) as Uint8Array<ArrayBuffer>;
      return;
    }
    try {
      yield* this.#parts.blobs.content(media, this.#patience(options), options.onProgress);
    } catch (error) {
      throw errorOf(error);
    }
  }

  /**
   * Where a browser finds the content of a file that the server holds, for `<img>` and `<video>`;
   * no token goes with it.
   */
  addressOf(media: Media): string {
    return `${this.baseUrl.replace(/\/+$/, "")}/blobs/${encodeURIComponent(media.blobId)}`;
  }

  /** Ends every call with CANCELED, and closes what is open to the server: Node can exit. */
  close(): void {
    this.#close();
  }

  /** Files take their time: only what is said for one of them counts. */
  #patience({ signal, timeoutMs, retries = this.#options.retries }: FileOptions): Patience {
    const options = { ...(signal && { signal }), ...(timeoutMs !== undefined && { timeoutMs }) };
    return patienceOf({ ...options, ...(retries !== undefined && { retries }) }, this.#parts.closed);
  }
}

/**
 * A conversation with a server; `Client.session` begins one. Calls of one interface carry its state
 * from one to the next, so make them one after the other.
 */
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
 * @throws RpcfaceError UNAVAILABLE: no server answers there; it is not tried again.
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
