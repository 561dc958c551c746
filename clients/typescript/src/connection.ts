/** One WebSocket, and the calls that share it. */

import { Code, ConnectError } from "@connectrpc/connect";
import { SocketCall } from "./call.js";
import { decodeFrames, encodeFrames, type Frame } from "./frames.js";

/** The part of a WebSocket that is used: the browser's, Node's, or that of `ws`. */
export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

/** Makes a WebSocket to an address with a subprotocol. */
export type OpenSocket = (url: string, protocol: string) => SocketLike | Promise<SocketLike>;

const PROTOCOL = "rpcface.v1";

/** Opens a socket when it is first needed, and anew after it was closed. */
export class Connection {
  readonly #url: string;
  readonly #open: OpenSocket;
  readonly #calls = new Map<number, SocketCall>();
  #socket: Promise<SocketLike> | undefined;
  #last = 0;
  #frames: Frame[] = [];

  constructor(url: string, open: OpenSocket = openSocket) {
    this.#url = url;
    this.#open = open;
  }

  /**
   * Begins a call. It may be written to at once.
   *
   * @throws ConnectError, UNAVAILABLE: no server answers there.
   */
  async begin(method: string, headers: Headers, timeoutMs: number | undefined): Promise<SocketCall> {
    const socket = await this.#opened();
    const number = ++this.#last;
    const call = new SocketCall(
      (flags, data) => this.#send(socket, { call: number, flags, data }),
      () => this.#calls.delete(number),
    );
    this.#calls.set(number, call);
    call.open(method, headers, timeoutMs);
    return call;
  }

  /** Ends every call and closes the socket. */
  close(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    void socket?.then((opened) => opened.close(1000), () => undefined);
    this.#fail(new ConnectError("the client was closed", Code.Canceled));
  }

  #opened(): Promise<SocketLike> {
    this.#socket ??= this.#connect();
    return this.#socket;
  }

  async #connect(): Promise<SocketLike> {
    try {
      const socket = await this.#open(this.#url, PROTOCOL);
      socket.binaryType = "arraybuffer";
      return await new Promise<SocketLike>((resolve, reject) => {
        socket.onopen = () => resolve(socket);
        socket.onmessage = (event) => this.#take(socket, event.data);
        socket.onerror = () => undefined; // its close follows, and tells more
        socket.onclose = ({ code, reason }) => {
          const told = reason || (code === 1006 ? "the connection broke" : `code ${code}`);
          const kind = code === 1002 || code === 1008 ? Code.Internal : Code.Unavailable;
          const error = new ConnectError(`the socket to ${this.#url} closed: ${told}`, kind);
          reject(error);
          this.#lose(error);
        };
      });
    } catch (error) {
      this.#socket = undefined;
      throw ConnectError.from(error, Code.Unavailable);
    }
  }

  #take(socket: SocketLike, data: unknown): void {
    if (!(data instanceof ArrayBuffer)) {
      return socket.close(1003, "wanted binary messages");
    }
    for (const frame of decodeFrames(new Uint8Array(data))) {
      this.#calls.get(frame.call)?.take(frame.flags, frame.data);
    }
  }

  /** Sends what comes in one turn of the event loop in one message. */
  #send(socket: SocketLike, frame: Frame): void {
    if (this.#frames.push(frame) > 1) {
      return;
    }
    queueMicrotask(() => {
      const frames = this.#frames;
      this.#frames = [];
      if (socket.readyState === 1) {
        socket.send(encodeFrames(frames));
      }
    });
  }

  #lose(error: ConnectError): void {
    this.#socket = undefined;
    this.#frames = [];
    this.#fail(error);
  }

  #fail(error: ConnectError): void {
    for (const call of [...this.#calls.values()]) {
      call.fail(error);
    }
    this.#calls.clear();
  }
}

/** The platform's own WebSocket, or that of the package `ws` where there is none (Node 20). */
async function openSocket(url: string, protocol: string): Promise<SocketLike> {
  if (typeof globalThis.WebSocket === "function") {
    return new globalThis.WebSocket(url, protocol) as unknown as SocketLike;
  }
  const { WebSocket } = await import("ws");
  const options = { perMessageDeflate: false };
  return new WebSocket(url, protocol, options) as unknown as SocketLike;
}
