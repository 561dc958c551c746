/** How calls travel: over HTTP, over one socket, or each as suits it. */

import { Code, ConnectError, type Interceptor, type Transport } from "@connectrpc/connect";
import { type Asking, asking } from "./asking.js";
import type { OpenSocket } from "./connection.js";
import { either } from "./leaving.js";
import { createSocketTransport, type SocketTransport } from "./socket.js";

/** What says who calls: a token, or a function that gives one for each call. */
export type Token = string | (() => string | Promise<string>);

/** How a client reaches its server. */
export interface TransportOptions {
  /**
   * "auto": over one socket, or over HTTP where none can be opened; then it is tried again later.
   * "http", "socket": all of them so; `live` needs the socket. Or a transport of connect-es, such
   * as one over gRPC: then it knows of tokens and headers, and is not closed with the client.
   */
  readonly transport?: "auto" | "http" | "socket" | Transport;
  /** Sent with each call, as the server may ask for. */
  readonly token?: Token;
  /** More that is sent with each call: texts by names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Used in place of the platform's own. */
  readonly fetch?: typeof globalThis.fetch;
  /** Used in place of the platform's own WebSocket. */
  readonly openSocket?: OpenSocket;
}

/** A transport, and what ends it. */
export interface Opened {
  readonly transport: Transport;
  close(): void;
}

/** How long it is before a socket is tried again that could not be opened: doubled each time. */
const AGAIN_MS = { first: 1000, longest: 60_000 };

/** How long "auto" waits for a socket before it goes another way. */
const PATIENCE_MS = 3000;

/** The transport that the options ask for. `maxRequestBytes` gives what the server takes. */
export function openTransport(
  baseUrl: string,
  options: TransportOptions,
  maxRequestBytes: () => number,
): Opened {
  const { transport = "auto", openSocket } = options;
  if (typeof transport !== "string") {
    return { transport, close: () => undefined };
  }
  const interceptors = [heading(options)];
  const closing = new AbortController();
  const fetch = reaching(options.fetch ?? globalThis.fetch.bind(globalThis), closing.signal);
  const http = overHttp({ baseUrl, interceptors, fetch });
  const socket = createSocketTransport({
    baseUrl,
    interceptors,
    maxRequestBytes,
    ...(transport === "auto" && { openTimeoutMs: PATIENCE_MS }),
    ...(openSocket && { openSocket }),
  });
  const close = (): void => {
    closing.abort(new ConnectError("the client was closed", Code.Canceled));
    socket.close();
  };
  const ways = { http, socket, auto: mixed(http, socket) };
  return { transport: ways[transport], close };
}

/** A transport for all but live calls, of which it says that they need another. */
function overHttp(how: Asking): Transport {
  const ask = asking(how);
  let loaded: Promise<Transport> | undefined;

  async function posting(): Promise<Transport> {
    loaded ??= import("@connectrpc/connect-web").then(({ createConnectTransport }) =>
      createConnectTransport({ ...how, useBinaryFormat: true }),
    );
    try {
      return await loaded;
    } catch (error) {
      loaded = undefined; // on a page it comes from the server, which may be away
      throw unreached(error, "what calls over HTTP need can't be loaded");
    }
  }

  return {
    async unary(method, ...rest) {
      const isAsked = method.localName === "describe"; // the server takes no other by GET
      return await (isAsked ? ask(method, ...rest) : (await posting()).unary(method, ...rest));
    },
    async stream(method, ...rest) {
      if (method.methodKind !== "server_streaming") {
        throw new ConnectError(
          'live calls need the socket: transport "auto" or "socket"',
          Code.Unimplemented,
        );
      }
      return await (await posting()).stream(method, ...rest);
    },
  };
}

/** fetch, whose failure to reach a server, or to hear it out, is UNAVAILABLE, as over the socket. */
function reaching(fetch: typeof globalThis.fetch, closed: AbortSignal): typeof globalThis.fetch {
  return async (input, init) => {
    closed.throwIfAborted();
    const signal = either(init?.signal ?? undefined, closed);
    const { origin } = new URL(String(input));
    try {
      const { body, status, statusText, headers } = await fetch(input, { ...init, signal });
      return new Response(body && heardOut(body, origin), { status, statusText, headers });
    } catch (error) {
      throw closed.aborted ? closed.reason : unreached(error, `no server answers at ${origin}`);
    }
  };
}

/** The same bytes; where the connection breaks, the error that says so. */
function heardOut(body: ReadableStream<Uint8Array>, origin: string): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          return done ? controller.close() : controller.enqueue(value);
        } catch (error) {
          controller.error(unreached(error, `the connection to ${origin} broke`));
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function unreached(error: unknown, what: string): unknown {
  if (!(error instanceof TypeError)) {
    return error; // it was aborted
  }
  const { cause } = error as { cause?: { code?: string; message?: string } };
  const why = cause?.code ?? cause?.message ?? error.message;
  return new ConnectError(`${what} (${why})`, Code.Unavailable);
}

/**
 * The socket where one can be opened, else HTTP. What has no effects goes over HTTP, as Describe,
 * with which a client begins: it tells at once what is there, or why nothing is.
 */
function mixed(http: Transport, socket: SocketTransport): Transport {
  let failures = 0;
  let again = 0;

  async function chosen(isLive: boolean, signal: AbortSignal | undefined): Promise<Transport> {
    if (isLive || socket.isReady) {
      return socket;
    }
    if (performance.now() < again) {
      return http;
    }
    try {
      await socket.ready(signal);
      failures = 0;
      return socket;
    } catch {
      again = performance.now() + Math.min(AGAIN_MS.first * 2 ** failures, AGAIN_MS.longest);
      failures += 1;
      return http; // which is what says why, where nothing goes
    }
  }

  return {
    async unary(method, signal, ...rest) {
      const isAsked = method.localName === "describe"; // the server takes no other by GET
      const way = isAsked ? http : await chosen(false, signal);
      return await way.unary(method, signal, ...rest);
    },
    async stream(method, signal, ...rest) {
      const way = await chosen(method.methodKind !== "server_streaming", signal);
      return await way.stream(method, signal, ...rest);
    },
  };
}

function heading({ token, headers = {} }: TransportOptions): Interceptor {
  return (next) => async (request) => {
    for (const [name, value] of Object.entries(headers)) {
      request.header.set(name, value);
    }
    if (token !== undefined) {
      const text = typeof token === "string" ? token : await token();
      request.header.set("authorization", `Bearer ${text}`);
    }
    return await next(request);
  };
}
