import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { type WebSocket, WebSocketServer } from "ws";
import {
  type Client,
  Code,
  connect,
  createSocketTransport,
  RpcfaceError,
  type SocketTransport,
} from "../src/index.js";
import { decodeFrames, encodeFrames, Flag, type Frame } from "../src/frames.js";
import { DescribeResponseSchema, InterfaceService } from "../src/protos.js";
import { all, refusal, until } from "./asserting.js";
import { Proxy } from "./proxy.js";
import { Server } from "./serving.js";

let server: Server;
let proxy: Proxy;
let client: Client;

before(async () => {
  server = await Server.start();
  proxy = await Proxy.to(server.address);
  client = await connect(proxy.address, { transport: "socket", timeoutMs: 20_000 });
});

after(async () => {
  client.close();
  await proxy.stop();
  await server.stop();
});

test("three hundred calls at once are answered, over sockets that are closed again", async () => {
  const before = proxy.count;
  const echo = client.interface("echo");
  const options = { timeoutMs: 100_000 }; // or a busy machine has them sent away from the queue
  const calls = Array.from({ length: 300 }, () => echo.predict({ text: "a" }, options));
  assert.deepEqual(await Promise.all(calls), Array(300).fill({ output: "a" }));
  assert.ok(proxy.count - before <= 3, `${proxy.count - before} more sockets`);
  const now = proxy.count;
  assert.deepEqual(await client.interface("echo").predict({ text: "b" }), { output: "b" });
  assert.equal(proxy.count, now);
});

test("calls that are large together do not close the socket", async () => {
  const text = "x".repeat(12 * 2 ** 20);
  const calls = Array.from({ length: 7 }, () => client.interface("echo").predict({ text }));
  const found = await Promise.all(calls); // 84 MiB, of which the server takes 64 in one message
  assert.ok(found.every(({ output }) => output === text));
});

test("a request longer than the server takes fails alone", async () => {
  const [error, answer] = await Promise.all([
    refusal(client.interface("echo").predict({ text: "x".repeat(65 * 2 ** 20) })),
    client.interface("echo").predict({ text: "beside" }),
  ]);
  assert.equal(error.code, Code.ResourceExhausted);
  assert.match(
    error.message,
    /wanted a request of at most 67108864 bytes; came 68\d+\. Send large media as blobs/,
  );
  assert.deepEqual(answer, { output: "beside" });
});

test("a socket that breaks is opened anew by the next call", async () => {
  const before = proxy.count;
  proxy.cut();
  assert.deepEqual(await client.interface("echo").predict({ text: "again" }), { output: "again" });
  assert.equal(proxy.count, before + 1);
});

test("calls that end with the socket are UNAVAILABLE, unless they are tried again", async () => {
  const calls = Array.from({ length: 5 }, () => client.interface("hang").stream({}, { retries: 0 }));
  await Promise.all(calls.map((call) => call.next())); // they have begun
  proxy.cut();
  for (const error of await Promise.all(calls.map((call) => refusal(all(call))))) {
    assert.equal(error.code, Code.Unavailable);
    assert.match(error.message, /^the socket to ws:.* closed: the connection broke$/);
  }
});

test("headers and tokens go with each call", async () => {
  let count = 0;
  const token = async () => `t${++count}`;
  const options = { transport: "socket", token, headers: { "x-who": "ada" } } as const;
  const one = await connect(server.address, options);
  try {
    for (const wanted of ["Bearer t2", "Bearer t3"]) {
      const { output } = await one.interface("sent").predict();
      const { authorization, "x-who": who } = output as Record<string, string>;
      assert.deepEqual({ authorization, who }, { authorization: wanted, who: "ada" });
    }
  } finally {
    one.close();
  }
});

/** A socket's server that answers as it is told. */
class Fake {
  readonly frames: Frame[] = [];
  messages = 0;
  readonly transport: SocketTransport;
  readonly #server: WebSocketServer;

  private constructor(server: WebSocketServer, answer: (socket: WebSocket, frame: Frame) => void) {
    this.#server = server;
    const { port } = server.address() as AddressInfo;
    this.transport = createSocketTransport({ baseUrl: `http://127.0.0.1:${port}` });
    server.on("connection", (socket) =>
      socket.on("message", (data: Buffer) => {
        this.messages += 1;
        for (const frame of decodeFrames(data)) {
          this.frames.push(frame);
          answer(socket, frame);
        }
      }),
    );
  }

  static async start(answer: (socket: WebSocket, frame: Frame) => void): Promise<Fake> {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    await once(server, "listening");
    return new Fake(server, answer);
  }

  describe(options: { signal?: AbortSignal; timeoutMs?: number } = {}) {
    return createClient(InterfaceService, this.transport).describe({}, options);
  }

  stop(): void {
    this.transport.close();
    this.#server.clients.forEach((socket) => socket.terminate());
    this.#server.close();
  }
}

function send(socket: WebSocket, ...frames: Frame[]): void {
  for (const message of encodeFrames(frames.map(({ data, ...rest }) => ({ ...rest, pieces: [data] })))) {
    socket.send(message);
  }
}

const description = toBinary(DescribeResponseSchema, create(DescribeResponseSchema, { server: "fake" }));
const NOTHING = new Uint8Array(0);
const text = (told: string) => new TextEncoder().encode(told);

const STRANGE: Record<string, [(socket: WebSocket, frame: Frame) => void, Code, RegExp]> = {
  "a text": [
    (socket) => socket.send("hello"),
    Code.Internal,
    /does not speak rpcface.v1: wanted binary messages/,
  ],
  "half a frame": [
    (socket) => socket.send(new Uint8Array(5)),
    Code.Internal,
    /wanted a whole frame at byte 0/,
  ],
  "unknown flags": [
    (socket, { call }) => send(socket, { call, flags: 0x40, data: NOTHING }),
    Code.Internal,
    /there are no flags 64/,
  ],
  "an end that is none": [
    (socket, { call }) => send(socket, { call, flags: Flag.end, data: text("{") }),
    Code.Internal,
    /does not speak|invalid end stream/,
  ],
  "an end without a message": [
    (socket, { call }) => send(socket, { call, flags: Flag.end, data: text("{}") }),
    Code.Unimplemented,
    /the server sent no message/,
  ],
  "a message that is none": [
    (socket, { call }) =>
      send(
        socket,
        { call, flags: Flag.message, data: text("\xff\xff") },
        { call, flags: Flag.end, data: text("{}") },
      ),
    Code.Internal,
    /./,
  ],
  "a close for what we did": [
    (socket) => socket.close(1008, "call 1: no"),
    Code.Internal,
    /closed: call 1: no/,
  ],
  "a close for a length": [
    (socket) => socket.close(1009, "too long"),
    Code.ResourceExhausted,
    /closed: too long/,
  ],
  "a close because it goes down": [(socket) => socket.close(1001, "down"), Code.Unavailable, /closed: down/],
  "a close without a reason": [(socket) => socket.close(1012), Code.Unavailable, /closed: code 1012/],
  "a broken connection": [(socket) => socket.terminate(), Code.Unavailable, /closed: the connection broke/],
};

for (const [name, [answer, code, told]] of Object.entries(STRANGE)) {
  test(`${name} ends the call with an error that says so`, async () => {
    const fake = await Fake.start((socket, frame) => frame.flags === Flag.end && answer(socket, frame));
    try {
      const error = await fake.describe().then(
        () => assert.fail("it did not fail"),
        (caught: unknown) => caught,
      );
      assert.ok(!(error instanceof RpcfaceError)); // it is the transport alone
      const { code: found, rawMessage } = error as { code: Code; rawMessage: string };
      assert.match(rawMessage, told);
      assert.equal(found, code);
    } finally {
      fake.stop();
    }
  });
}

test("a short call is one message, and what comes of a call that ended is dropped", async () => {
  const fake = await Fake.start((socket, { call, flags }) => {
    if (flags === Flag.end) {
      const end = { call, flags: Flag.end, data: text("{}") };
      send(
        socket,
        { call: 77, flags: Flag.message, data: NOTHING },
        { call, flags: Flag.message, data: description },
        end,
        end,
      );
    }
  });
  try {
    assert.equal((await fake.describe()).server, "fake");
    assert.equal((await fake.describe()).server, "fake");
    assert.deepEqual(
      fake.frames.map(({ call, flags }) => [call, flags]),
      [1, 2].flatMap((call) => [Flag.open, Flag.message, Flag.end].map((flags) => [call, flags])),
    );
    assert.equal(fake.messages, 2);
  } finally {
    fake.stop();
  }
});

test("a call that is aborted, or whose time is over, is cancelled once", async () => {
  const fake = await Fake.start(() => undefined);
  try {
    const abort = new AbortController();
    const aborted = refusedBy(fake.describe({ signal: abort.signal }));
    const late = refusedBy(fake.describe({ timeoutMs: 100 }));
    await until(() => fake.frames.length === 6);
    abort.abort();
    assert.equal(await aborted, Code.Canceled);
    assert.equal(await late, Code.DeadlineExceeded);
    assert.equal(await refusedBy(fake.describe({ signal: AbortSignal.abort() })), Code.Canceled);
    await until(() => fake.frames.length === 8);
    assert.deepEqual(
      fake.frames.slice(6).map(({ call, flags }) => [call, flags]),
      [
        [1, Flag.cancel],
        [2, Flag.cancel],
      ],
    );
    const { timeoutMs } = JSON.parse(new TextDecoder().decode(fake.frames[3]!.data)) as { timeoutMs: number };
    assert.ok(timeoutMs > 0 && timeoutMs <= 100);
  } finally {
    fake.stop();
  }
});

test("a socket that does not open ends with the call's time", async () => {
  const ignoring = await Proxy.to(server.address);
  ignoring.upgrades = "ignored";
  const transport = createSocketTransport({ baseUrl: ignoring.address });
  try {
    const started = performance.now();
    const call = createClient(InterfaceService, transport).describe({}, { timeoutMs: 200 });
    assert.equal(await refusedBy(call), Code.DeadlineExceeded);
    assert.ok(performance.now() - started < 5000);
  } finally {
    transport.close();
    await ignoring.stop();
  }
});

async function refusedBy(call: Promise<unknown>): Promise<Code> {
  return await call.then(
    () => assert.fail("it did not fail"),
    (error: { code: Code }) => error.code,
  );
}
