/** The socket as a transport of connect-es: every RPC over one WebSocket. */

import type { DescMessage, DescMethod, DescMethodStreaming, DescMethodUnary } from "@bufbuild/protobuf";
import type { MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { Code, ConnectError, createContextValues, type ContextValues } from "@connectrpc/connect";
import type { Interceptor, StreamResponse, Transport, UnaryResponse } from "@connectrpc/connect";
import { createClientMethodSerializers, runStreamingCall, runUnaryCall } from "@connectrpc/connect/protocol";
import { abortedBy, type SocketCall } from "./call.js";
import { Connection, type OpenSocket } from "./connection.js";
import { encode } from "./encoding.js";
import { sizeOf } from "./frames.js";

/** How a socket is opened, and what is sent over it. */
export interface SocketTransportOptions {
  /** Where the server's web port is, with a path if it is mounted below one: "http://localhost:7860". */
  baseUrl: string;
  /** Look at every call, as with connect-es. */
  interceptors?: Interceptor[];
  /** Milliseconds that a call may take where it does not say; otherwise any time. */
  defaultTimeoutMs?: number;
  /** Milliseconds that the socket may take to open; otherwise 10,000. */
  openTimeoutMs?: number;
  /** Makes the WebSocket; otherwise the platform's own, or that of the package `ws`. */
  openSocket?: OpenSocket;
  /**
   * The most bytes of a request that the server takes, as `Describe` tells it; otherwise 64 MiB.
   * A longer one fails here: the server would have to close the socket, and so end every call.
   */
  maxRequestBytes?: () => number;
}

/**
 * A transport whose calls share one WebSocket, which is opened when the first begins; there are
 * more for more than 128 calls at once. One that closes ends its calls with UNAVAILABLE, and the
 * next call opens another.
 */
export interface SocketTransport extends Transport {
  /**
   * Waits until a socket is open.
   *
   * @throws ConnectError UNAVAILABLE: none can be opened. CANCELED: the signal says so.
   */
  ready(signal?: AbortSignal): Promise<void>;
  /** Whether a socket is open. */
  readonly isReady: boolean;
  /** Ends every call with CANCELED, and closes the socket; no further calls can be made. */
  close(): void;
}

/** What is there of a request, however it is made. */
interface Called {
  readonly header: Headers;
  readonly signal: AbortSignal;
}

/** How long a call may take, and until when, by `performance.now`; any time where they are left out. */
interface Time {
  readonly timeoutMs?: number;
  readonly deadline?: number;
}

const MOST_BYTES = 64 * 2 ** 20;
const OPENING_MS = 10_000;

/** Makes a transport over the socket of a server; see docs/socket.md of rpcface for what it speaks. */
export function createSocketTransport(options: SocketTransportOptions): SocketTransport {
  const { baseUrl, openTimeoutMs = OPENING_MS, openSocket } = options;
  const connection = new Connection(socketUrl(baseUrl), openTimeoutMs, openSocket);
  const interceptors = options.interceptors ?? [];
  const most = options.maxRequestBytes ?? (() => MOST_BYTES);

  function limit(timeoutMs: number | undefined): Time {
    const wanted = timeoutMs ?? options.defaultTimeoutMs;
    const isLimited = wanted !== undefined && wanted > 0;
    return isLimited ? { timeoutMs: wanted, deadline: performance.now() + wanted } : {};
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
      url: `${baseUrl}/${pathOf(method)}`,
      header: new Headers(header),
      contextValues: contextValues ?? createContextValues(),
    };
  }

  /** Opens a call, which ends when its signal is aborted. What is written at once goes with it. */
  function open(call: SocketCall, method: DescMethod, req: Called, { deadline }: Time): void {
    const cancel = () => call.isOver || call.cancel(abortedBy(req.signal)); // connect-es aborts in any case
    req.signal.addEventListener("abort", cancel, { once: true });
    const left = deadline === undefined ? undefined : Math.max(deadline - performance.now(), 1);
    call.open(pathOf(method), req.header, left);
  }

  /** The bytes of a request, which the server takes. */
  function bytesOf<I extends DescMessage>(schema: I, message: MessageShape<I>): readonly Uint8Array[] {
    const pieces = encode(schema, message);
    const size = sizeOf(pieces);
    if (size > most()) {
      const told = `wanted a request of at most ${most()} bytes; came ${size}`;
      throw new ConnectError(`${told}. Send large media as blobs`, Code.ResourceExhausted);
    }
    return pieces;
  }

  return {
    ready: (signal = new AbortController().signal) => connection.ready(signal),
    get isReady() {
      return connection.isReady;
    },
    close: () => connection.close(),

    async unary<I extends DescMessage, O extends DescMessage>(
      method: DescMethodUnary<I, O>,
      signal: AbortSignal | undefined,
      timeoutMs: number | undefined,
      header: HeadersInit | undefined,
      message: MessageInitShape<I>,
      contextValues?: ContextValues,
    ): Promise<UnaryResponse<I, O>> {
      const { parse } = createClientMethodSerializers(method, true);
      const time = limit(timeoutMs);
      return await runUnaryCall<I, O>({
        interceptors,
        ...(signal && { signal }),
        ...(time.timeoutMs !== undefined && { timeoutMs: time.timeoutMs }),
        req: {
          ...request<I, O, DescMethodUnary<I, O>>(method, header, contextValues),
          stream: false,
          message,
        },
        next: async (req) => {
          const pieces = bytesOf(method.input, req.message);
          const call = await connection.begin(req.signal);
          open(call, method, req, time); // and what follows in the same turn: it is one message
          void call.write(pieces);
          call.finish();
          const answer = await call.read();
          if (answer === undefined) {
            throw new ConnectError("the server sent no message", Code.Unimplemented);
          }
          await call.read(); // its end, which may be an error
          return {
            stream: false,
            service: method.parent,
            method,
            header: new Headers(),
            trailer: call.trailer,
            message: parse(answer),
          };
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
      const { parse } = createClientMethodSerializers(method, true);
      const time = limit(timeoutMs);
      return await runStreamingCall<I, O>({
        interceptors,
        ...(signal && { signal }),
        ...(time.timeoutMs !== undefined && { timeoutMs: time.timeoutMs }),
        req: {
          ...request<I, O, DescMethodStreaming<I, O>>(method, header, contextValues),
          stream: true,
          message: input,
        },
        next: async (req) => {
          const call = await connection.begin(req.signal);
          open(call, method, req, time);
          void send(call, req.message, (message) => bytesOf(method.input, message));
          return {
            stream: true,
            service: method.parent,
            method,
            header: new Headers(),
            trailer: call.trailer,
            message: received(call, parse),
          };
        },
      });
    },
  };
}

async function send<T>(
  call: SocketCall,
  messages: AsyncIterable<T>,
  serialize: (message: T) => readonly Uint8Array[],
) {
  try {
    for await (const message of messages) {
      await call.write(serialize(message));
      if (call.isOver) {
        return; // and so ends what gives the messages
      }
    }
    call.finish();
  } catch (error) {
    call.cancel(ConnectError.from(error));
  }
}

async function* received<O extends DescMessage>(
  call: SocketCall,
  parse: (data: Uint8Array) => MessageShape<O>,
): AsyncIterable<MessageShape<O>> {
  try {
    for (let data = await call.read(); data !== undefined; data = await call.read()) {
      yield parse(data);
    }
  } finally {
    if (!call.isOver) {
      call.cancel(new ConnectError("the reader left", Code.Canceled));
    }
  }
}

function pathOf(method: DescMethod): string {
  return `${method.parent.typeName}/${method.name}`;
}

function socketUrl(baseUrl: string): string {
  const url = new URL("rpcface.v1.Socket", baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
