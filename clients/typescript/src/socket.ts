/** The socket as a transport of connect-es: every RPC over one WebSocket. */

import type { DescMessage, DescMethod, DescMethodStreaming, DescMethodUnary } from "@bufbuild/protobuf";
import type { MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { Code, ConnectError, createContextValues, type ContextValues } from "@connectrpc/connect";
import type { Interceptor, StreamResponse, Transport, UnaryResponse } from "@connectrpc/connect";
import { createClientMethodSerializers, runStreamingCall, runUnaryCall } from "@connectrpc/connect/protocol";
import type { SocketCall } from "./call.js";
import { Connection, type OpenSocket } from "./connection.js";

/** How a socket is opened. */
export interface SocketTransportOptions {
  /** Where the server's web port is, with a path if it is mounted below one: "http://localhost:7860". */
  baseUrl: string;
  /** Look at every call, as with connect-es. */
  interceptors?: Interceptor[];
  /** Milliseconds that a call may take where it does not say. */
  defaultTimeoutMs?: number;
  /** Makes the WebSocket; otherwise the platform's own, or that of the package `ws`. */
  openSocket?: OpenSocket;
}

/** A transport whose calls share one WebSocket, which is opened when the first begins. */
export interface SocketTransport extends Transport {
  /** Ends every call, and closes the socket. */
  close(): void;
}

/** Makes a transport over the socket of a server; see docs/socket.md of rpcface for what it speaks. */
export function createSocketTransport(options: SocketTransportOptions): SocketTransport {
  const connection = new Connection(socketUrl(options.baseUrl), options.openSocket);
  const interceptors = options.interceptors ?? [];

  function timeout(timeoutMs: number | undefined): number | undefined {
    const wanted = timeoutMs ?? options.defaultTimeoutMs;
    return wanted === undefined || wanted <= 0 ? undefined : wanted;
  }

  function request<I extends DescMessage, O extends DescMessage, M extends DescMethod>(
    method: M & { input: I; output: O },
    header: HeadersInit | undefined,
    contextValues: ContextValues | undefined,
  ) {
    return {
      service: method.parent,
      method,
      requestMethod: "POST",
      url: `${options.baseUrl}/${pathOf(method)}`,
      header: new Headers(header),
      contextValues: contextValues ?? createContextValues(),
    };
  }

  return {
    close: () => connection.close(),

    async unary<I extends DescMessage, O extends DescMessage>(
      method: DescMethodUnary<I, O>,
      signal: AbortSignal | undefined,
      timeoutMs: number | undefined,
      header: HeadersInit | undefined,
      message: MessageInitShape<I>,
      contextValues?: ContextValues,
    ): Promise<UnaryResponse<I, O>> {
      const { serialize, parse } = createClientMethodSerializers(method, true);
      const limit = timeout(timeoutMs);
      return await runUnaryCall<I, O>({
        interceptors,
        ...given({ signal, timeoutMs: limit }),
        req: { ...request<I, O, DescMethodUnary<I, O>>(method, header, contextValues), stream: false, message },
        next: async (req) => {
          const call = await connection.begin(pathOf(method), req.header, limit);
          return await until(call, req.signal, async () => {
            await call.write(serialize(req.message));
            call.finish();
            const data = await call.read();
            if (data === undefined) {
              throw new ConnectError("the server sent no message", Code.Unimplemented);
            }
            await call.read(); // its end, which may be an error
            return {
              stream: false,
              service: method.parent,
              method,
              header: new Headers(),
              trailer: call.trailer,
              message: parse(data),
            };
          });
        },
      });
    },

    async stream<I extends DescMessage, O extends DescMessage>(
      method: DescMethodStreaming<I, O>,
      signal: AbortSignal | undefined,
      timeoutMs: number | undefined,
      header: HeadersInit | undefined,
      input: AsyncIterable<MessageInitShape<I>>,
      contextValues?: ContextValues,
    ): Promise<StreamResponse<I, O>> {
      const { serialize, parse } = createClientMethodSerializers(method, true);
      const limit = timeout(timeoutMs);
      return await runStreamingCall<I, O>({
        interceptors,
        ...given({ signal, timeoutMs: limit }),
        req: {
          ...request<I, O, DescMethodStreaming<I, O>>(method, header, contextValues),
          stream: true,
          message: input,
        },
        next: async (req) => {
          const call = await connection.begin(pathOf(method), req.header, limit);
          void send(call, req.message, serialize);
          return {
            stream: true,
            service: method.parent,
            method,
            header: new Headers(),
            trailer: call.trailer,
            message: received(call, req.signal, parse),
          };
        },
      });
    },
  };
}

async function send<T>(call: SocketCall, messages: AsyncIterable<T>, serialize: (message: T) => Uint8Array) {
  try {
    for await (const message of messages) {
      await call.write(serialize(message));
    }
    call.finish();
  } catch (error) {
    call.cancel(ConnectError.from(error));
  }
}

async function* received<O extends DescMessage>(
  call: SocketCall,
  signal: AbortSignal,
  parse: (data: Uint8Array) => MessageShape<O>,
): AsyncIterable<MessageShape<O>> {
  const cancel = () => call.cancel(aborted(signal));
  signal.addEventListener("abort", cancel, { once: true });
  try {
    if (signal.aborted) {
      cancel();
    }
    for (let data = await call.read(); data !== undefined; data = await call.read()) {
      yield parse(data);
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    call.cancel(new ConnectError("the reader left", Code.Canceled));
  }
}

async function until<T>(call: SocketCall, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const cancel = () => call.cancel(aborted(signal));
  signal.addEventListener("abort", cancel, { once: true });
  try {
    if (signal.aborted) {
      cancel();
    }
    return await run();
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

function aborted(signal: AbortSignal): ConnectError {
  return ConnectError.from(signal.reason, Code.Canceled);
}

function pathOf(method: DescMethod): string {
  return `${method.parent.typeName}/${method.name}`;
}

function socketUrl(baseUrl: string): string {
  const url = new URL("rpcface.v1.Socket", baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** What is there of optional fields. */
function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
