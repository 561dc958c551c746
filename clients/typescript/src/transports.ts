/** How calls travel: over HTTP, over one socket, or each as suits it. */

import { Code, ConnectError, type Interceptor, type Transport } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import type { OpenSocket } from "./connection.js";
import { createSocketTransport } from "./socket.js";

/** What says who calls: a token, or a function that gives one for each call. */
export type Token = string | (() => string | Promise<string>);

/** How a client reaches its server. */
export interface TransportOptions {
  /**
   * "auto": calls with one answer over HTTP, those with several over one socket, or over HTTP
   * too where no socket can be opened. "http", "socket": all of them so; PredictLive needs the
   * socket. Or a transport of connect-es, such as one over gRPC.
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

/** The transport that the options ask for. */
export function openTransport(baseUrl: string, options: TransportOptions): Opened {
  const { transport = "auto" } = options;
  if (typeof transport !== "string") {
    return { transport, close: () => undefined };
  }
  const interceptors = [heading(options)];
  const http = createConnectTransport({
    baseUrl,
    interceptors,
    useBinaryFormat: true,
    useHttpGet: true,
    fetch: reaching(options.fetch ?? globalThis.fetch.bind(globalThis)),
  });
  if (transport === "http") {
    return { transport: http, close: () => undefined };
  }
  const socket = createSocketTransport({
    baseUrl,
    interceptors,
    ...(options.openSocket && { openSocket: options.openSocket }),
  });
  const close = () => socket.close();
  return { transport: transport === "socket" ? socket : mixed(http, socket), close };
}

/** fetch, whose failure to reach a server is UNAVAILABLE, as over the socket. */
function reaching(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    try {
      return await fetch(input, init);
    } catch (error) {
      if (error instanceof TypeError) {
        const { cause } = error as { cause?: { code?: string; message?: string } };
        const why = cause?.code ?? cause?.message ?? error.message;
        throw new ConnectError(`no server answers at ${new URL(String(input)).origin} (${why})`, Code.Unavailable);
      }
      throw error;
    }
  };
}

function mixed(http: Transport, socket: Transport): Transport {
  let hasWorked = false;
  return {
    unary: (...call) => http.unary(...call),
    async stream(method, ...rest) {
      try {
        const response = await socket.stream(method, ...rest);
        hasWorked = true;
        return response;
      } catch (error) {
        const isClosed = ConnectError.from(error).code === Code.Unavailable && !hasWorked;
        if (isClosed && method.methodKind === "server_streaming") {
          return await http.stream(method, ...rest);
        }
        throw error;
      }
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
