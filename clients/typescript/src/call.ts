/** One call over the socket. */

import { Code, ConnectError } from "@connectrpc/connect";
import { endStreamFromJson } from "@connectrpc/connect/protocol-connect";
import { CREDIT, credit, creditOf, Flag } from "./frames.js";

type Send = (flags: number, ...pieces: readonly Uint8Array[]) => void;

/** Its messages are read by one reader, and written by one writer. */
export class SocketCall {
  readonly trailer = new Headers();
  readonly #send: Send;
  readonly #forget: () => void;
  readonly #messages: Uint8Array[] = [];
  #error: ConnectError | undefined;
  #isOver = false;
  #wake: (() => void) | undefined;
  #taken = 0;
  #credit = CREDIT;
  #room: (() => void) | undefined;

  /** `forget` is called once, when it is over. */
  constructor(send: Send, forget: () => void) {
    this.#send = send;
    this.#forget = forget;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Tells the server what is called, and how long it may take. */
  open(method: string, headers: Headers, timeoutMs: number | undefined): void {
    const opening = { method, headers: Object.fromEntries(headers), timeoutMs };
    this.#send(Flag.open, new TextEncoder().encode(JSON.stringify(opening)));
  }

  /** Sends a message of these pieces, once the server has room for it; at once where it has. */
  async write(pieces: readonly Uint8Array[]): Promise<void> {
    while (this.#credit === 0 && !this.#isOver) {
      await new Promise<void>((resolve) => (this.#room = resolve));
    }
    if (!this.#isOver) {
      this.#credit -= 1;
      this.#send(Flag.message, ...pieces);
    }
  }

  /** Tells the server that no more messages come. */
  finish(): void {
    if (!this.#isOver) {
      this.#send(Flag.end);
    }
  }

  /** Ends the call, where it has not ended: the server stops what it does for it. */
  cancel(reason: ConnectError): void {
    if (!this.#isOver) {
      this.#send(Flag.cancel);
      this.#messages.length = 0;
      this.fail(reason);
    }
  }

  /** The next message of the server; undefined: there are no more. What the call failed with is thrown. */
  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) {
        this.#tookOne();
        return message;
      }
      if (this.#error !== undefined) {
        throw this.#error;
      }
      if (this.#isOver) {
        return undefined;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** A frame has come. */
  take(flags: number, data: Uint8Array): void {
    if (flags === Flag.message) {
      this.#messages.push(data);
      this.#wake?.();
    } else if (flags === Flag.credit) {
      this.#credit += creditOf(data);
      this.#room?.();
    } else if (flags === Flag.end) {
      const { metadata, error } = endStreamFromJson(data);
      metadata.forEach((value, key) => this.trailer.append(key, value));
      this.fail(error);
    } else {
      throw new RangeError(`there are no flags ${flags}`);
    }
  }

  /** It has ended so, or well; what came before can still be read. */
  fail(error: ConnectError | undefined): void {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    this.#error = error;
    this.#forget();
    this.#wake?.();
    this.#room?.();
  }

  /** Gives credit for what was taken, several messages at a time. */
  #tookOne(): void {
    this.#taken += 1;
    if (this.#taken === CREDIT / 2 && !this.#isOver) {
      this.#send(Flag.credit, credit(this.#taken));
      this.#taken = 0;
    }
  }
}

/** The error of a call that was given up by this signal. */
export function abortedBy(signal: AbortSignal): ConnectError {
  return ConnectError.from(signal.reason, Code.Canceled);
}
