/** One WebSocket that is open, and the calls that share it. */

import { Code, ConnectError } from "@connectrpc/connect";
import { SocketCall } from "./call.js";
import { decodeFrames, encodeFrames, type Outgoing } from "./frames.js";

/** The part of a WebSocket that is used: the browser's, Node's, or that of `ws`. */
export interface SocketLike {
  /** Set to "arraybuffer": so binary messages are to come. */
  binaryType: string;
  /** 1 while it is open; 0 before, and more after. */
  readonly readyState: number;
  /** Sends a binary message. */
  send(data: Uint8Array<ArrayBuffer>): void;
  /** Closes it. */
  close(code?: number, reason?: string): void;
  /** Set to what is called when it has opened; not, where it is open when it is made. */
  onopen: ((event: never) => void) | null;
  /** Set to what is called with each message; its data are an ArrayBuffer. */
  onmessage: ((event: Pick<MessageEvent<unknown>, "data">) => void) | null;
  /** Set to what is called when it fails. */
  onerror: ((event: Partial<Pick<ErrorEvent, "message">>) => void) | null;
  /** Set to what is called once it is closed. */
  onclose: ((event: Pick<CloseEvent, "code" | "reason">) => void) | null;
}

/** Calls that a server has open on one socket. */
const MOST_CALLS = 128;

/** The numbers of calls have 32 bits, and are used once. */
const LAST = 2 ** 32 - 1;

/** The `readyState` of a socket that is open. */
export const OPEN = 1;

/** What a client closes a socket with whose server does not speak as it should. */
const NOT_UNDERSTOOD = 4002;

/** Calls over one socket. */
export class Link {
  readonly #socket: SocketLike;
  readonly #url: string;
  readonly #calls = new Map<number, SocketCall>();
  readonly #changed: () => void;
  #frames: Outgoing[] = [];
  #last = 0;

  /** `changed` is called when a call has ended, or the socket was closed. */
  constructor(socket: SocketLike, url: string, changed: () => void) {
    this.#socket = socket;
    this.#url = url;
    this.#changed = changed;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onerror = () => undefined; // its close follows, and tells more
    socket.onclose = ({ code, reason }) => this.end(closed(url, code, reason));
  }

  /** Whether a call can begin. */
  get hasRoom(): boolean {
    return this.isOpen && this.#calls.size < MOST_CALLS && !this.isSpent;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === OPEN;
  }

  get isIdle(): boolean {
    return this.#calls.size === 0;
  }

  /** Whether no further call can ever begin. */
  get isSpent(): boolean {
    return this.#last === LAST;
  }

  /** Begins a call. */
  begin(): SocketCall {
    this.#last += 1;
    const number = this.#last;
    const call = new SocketCall(
      (flags, ...pieces) => this.#send({ call: number, flags, pieces }),
      () => {
        this.#calls.delete(number);
        this.#changed();
      },
    );
    this.#calls.set(number, call);
    return call;
  }

  /** Ends every call so. */
  end(error: ConnectError): void {
    this.#frames = [];
    [...this.#calls.values()].forEach((call) => call.fail(error));
    this.#changed();
  }

  close(): void {
    this.#socket.close(1000);
  }

  #take(data: unknown): void {
    try {
      if (!(data instanceof ArrayBuffer)) {
        throw new RangeError("wanted binary messages; came text");
      }
      for (const frame of decodeFrames(new Uint8Array(data))) {
        this.#calls.get(frame.call)?.take(frame.flags, frame.data);
      }
    } catch (error) {
      const told = error instanceof Error ? error.message : String(error);
      this.end(new ConnectError(`${this.#url} does not speak rpcface.v1: ${told}`, Code.Internal));
      this.#socket.close(NOT_UNDERSTOOD);
    }
  }

  /** Sends what is sent in one turn of the event loop together. */
  #send(frame: Outgoing): void {
    if (this.#frames.push(frame) === 1) {
      queueMicrotask(() => {
        const frames = this.#frames;
        this.#frames = [];
        for (const message of encodeFrames(frames)) {
          if (this.isOpen) {
            this.#socket.send(message);
          }
        }
      });
    }
  }
}

/** What calls fail with whose socket was closed. */
export function closed(url: string, code: number, reason: string): ConnectError {
  const told = reason || (code === 1006 ? "the connection broke" : `code ${code}`);
  return new ConnectError(`the socket to ${url} closed: ${told}`, KINDS.get(code) ?? Code.Unavailable);
}

const KINDS = new Map([
  [1002, Code.Internal],
  [1008, Code.Internal],
  [1009, Code.ResourceExhausted],
]);
