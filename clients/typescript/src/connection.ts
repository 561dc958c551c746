/** The sockets to one server, which are opened as they are needed. */

import { Code, ConnectError } from "@connectrpc/connect";
import { abortedBy, type SocketCall } from "./call.js";
import { closed, Link, OPEN, type SocketLike } from "./link.js";

/** Makes a WebSocket to an address with a subprotocol. */
export type OpenSocket = (url: string, protocol: string) => SocketLike | Promise<SocketLike>;

const PROTOCOL = "rpcface.v1";

/** One socket for as many calls as it takes, and more for more; anew after they were closed. */
export class Connection {
  readonly #url: string;
  readonly #patienceMs: number;
  readonly #open: OpenSocket;
  #links: Link[] = [];
  #opening: Promise<Link> | undefined;
  #half: SocketLike | undefined;
  #isClosed = false;

  /** `patienceMs`: how long a socket may take to open. */
  constructor(url: string, patienceMs: number, open: OpenSocket = openSocket) {
    this.#url = url;
    this.#patienceMs = patienceMs;
    this.#open = open;
  }

  /**
   * Begins a call: what is written to it at once goes in one message.
   *
   * @throws ConnectError UNAVAILABLE: no server answers there. CANCELED: the signal says so, or
   * the client was closed.
   */
  async begin(signal: AbortSignal): Promise<SocketCall> {
    for (;;) {
      if (signal.aborted) {
        throw abortedBy(signal);
      }
      if (this.#isClosed) {
        throw gone();
      }
      const link = this.#links.find(({ hasRoom }) => hasRoom);
      if (link !== undefined) {
        return link.begin();
      }
      await unless(signal, this.#opened());
    }
  }

  get isReady(): boolean {
    return this.#links.some(({ isOpen }) => isOpen);
  }

  /** Opens a socket where there is none; errors are those of `begin`. */
  async ready(signal: AbortSignal): Promise<void> {
    if (this.#isClosed) {
      throw gone();
    }
    if (!this.isReady) {
      await unless(signal, this.#opened());
    }
  }

  /** Ends every call and closes the sockets. */
  close(): void {
    this.#isClosed = true;
    this.#half?.close();
    for (const link of this.#links) {
      link.end(gone());
      link.close();
    }
  }

  /** A socket that is being opened; calls share it. */
  #opened(): Promise<Link> {
    this.#opening ??= this.#connected().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #connected(): Promise<Link> {
    try {
      this.#half = await this.#open(this.#url, PROTOCOL);
    } catch (error) {
      throw ConnectError.from(error, Code.Unavailable);
    }
    const socket = this.#half;
    await isOpen(socket, this.#url, this.#patienceMs).finally(() => (this.#half = undefined));
    const link: Link = new Link(socket, this.#url, () => this.#look(link));
    this.#links.push(link);
    if (this.#isClosed) {
      link.close();
    }
    return link;
  }

  /** Forgets a socket that was closed, and closes one that was needed for many calls at once. */
  #look(link: Link): void {
    if (link.isIdle && (link.isSpent || link !== this.#links[0])) {
      link.close();
    }
    if (!link.isOpen) {
      this.#links = this.#links.filter((each) => each !== link);
    }
  }
}

function isOpen(socket: SocketLike, url: string, patienceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState === OPEN) {
      return resolve(); // whoever made it has waited
    }
    const timer = setTimeout(() => {
      reject(new ConnectError(`${url} opens no socket in ${patienceMs / 1000} seconds`, Code.Unavailable));
      socket.close();
    }, patienceMs);
    function fail(code: number, reason: string): void {
      clearTimeout(timer);
      reject(closed(url, code, reason));
    }
    socket.onopen = () => {
      clearTimeout(timer);
      resolve();
    };
    socket.onerror = ({ message = "" }) => fail(1006, message); // in Node 22 no close follows
    socket.onclose = ({ code, reason }) => fail(code, reason);
  });
}

/** What a promise gives, unless the signal is aborted before. */
async function unless<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(abortedBy(signal));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function gone(): ConnectError {
  return new ConnectError("the client was closed", Code.Canceled);
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
