/** The server of the page: what it offers, and whether it is there. */

import { Client, type ClientOptions, Code, type Description } from "@rpcface/client";
import { asksWho } from "./access.js";
import { say } from "./words.js";

/** How long it is before a server is asked again that did not answer: longer each time. */
const AGAIN_MS = { first: 500, longest: 4000 };

/** How long a page does without a socket before it tries again to open one. */
const WITHOUT_MS = 60_000;

/** How long a server may take to describe itself. */
const PATIENCE_MS = 20_000;

/**
 * Asks a server what it offers, and asks anew whenever it was away. A socket to it tells when that
 * is, which is the one that calls go over.
 */
export class Server {
  readonly client: Client;
  /** What it offers; undefined until it has answered. */
  description: Description | undefined;
  /** Why it can't be asked, for a person; undefined: it can. */
  problem: string | undefined;
  /** Whether it wants to know who asks; it is not asked again then. */
  asksWho = false;
  readonly #changed: () => void;
  readonly #socketUrl: string;
  #socket: WebSocket | undefined;
  #isInUse = false;
  #isClosed = false;
  #wake = () => {};

  /** `changed` is called when its properties have become others. */
  constructor(address: string, changed: () => void, options: ClientOptions = {}) {
    const url = new URL("rpcface.v1.Socket", address);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.#socketUrl = url.href;
    this.#changed = changed;
    this.client = new Client(address, { ...options, openSocket: () => this.#socketOfCalls() as never });
  }

  /** Follows it until `close`. */
  async follow(): Promise<void> {
    globalThis.addEventListener("online", this.#look);
    document.addEventListener("visibilitychange", this.#look);
    while (this.#isFollowed) {
      await this.#ask();
      if (this.#isFollowed && !(await ended(this.#watched()))) {
        await this.#pause(WITHOUT_MS); // nothing here lets sockets through
      }
    }
  }

  /** Ends every call. */
  close(): void {
    this.#isClosed = true;
    globalThis.removeEventListener("online", this.#look);
    document.removeEventListener("visibilitychange", this.#look);
    this.#wake();
    this.client.close();
    this.#socket?.close();
  }

  get #isFollowed(): boolean {
    return !this.#isClosed && !this.asksWho;
  }

  /** Asks until it answers, or wants to know who asks. */
  async #ask(): Promise<void> {
    for (let wait = AGAIN_MS.first; this.#isFollowed; wait = Math.min(wait * 1.5, AGAIN_MS.longest)) {
      try {
        // the first time as index.html has asked already, which knows of no deadline
        const deadline = this.description ? { timeoutMs: PATIENCE_MS } : {};
        this.description = await this.client.describe(deadline);
        this.problem = undefined;
        this.#changed();
        return;
      } catch (error) {
        this.asksWho = asksWho(error);
        this.problem = this.asksWho ? undefined : told(error);
        this.#changed();
        if (this.asksWho) {
          return;
        }
        await this.#pause(wait);
      }
    }
  }

  /** A socket whose end tells that the server was away. */
  #watched(): WebSocket {
    if (this.#socket === undefined || this.#socket.readyState > WebSocket.OPEN) {
      this.#socket = this.#opened();
      this.#isInUse = false;
    }
    return this.#socket;
  }

  /** The socket for calls: that which is watched, unless calls have it already. */
  #socketOfCalls(): WebSocket {
    if (this.#isInUse || this.#socket === undefined || this.#socket.readyState > WebSocket.OPEN) {
      this.#socket = this.#opened();
    }
    this.#isInUse = true;
    return this.#socket;
  }

  #opened(): WebSocket {
    return new WebSocket(this.#socketUrl, "rpcface.v1");
  }

  readonly #look = () => {
    if (!document.hidden) {
      this.#wake();
    }
  };

  /** Waits so long, or until there is news of the network, or somebody looks. */
  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Waits until a socket closes; whether it was open before. */
function ended(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    let wasOpen = socket.readyState === WebSocket.OPEN;
    socket.addEventListener("open", () => (wasOpen = true));
    socket.addEventListener("close", () => resolve(wasOpen));
  });
}

function told(error: unknown): string {
  const isGone = error instanceof Error && "code" in error && error.code === Code.Unavailable;
  return isGone
    ? say("The server does not answer. This page goes on as soon as it does.")
    : say("The server can't be asked: {why}", { why: error instanceof Error ? error.message : String(error) });
}
