import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createConnectTransport } from "@connectrpc/connect-web";
import { type Client, Code, connect, FunctionRefused, InputError, Media, Tensor } from "../src/index.js";
import { refusal, until } from "./asserting.js";
import { Server } from "./serving.js";

let server: Server;
const clients: Record<string, Client> = {};

before(async () => {
  server = await Server.start();
  for (const transport of ["auto", "http", "socket"] as const) {
    clients[transport] = await connect(server.address, { transport, timeoutMs: 20_000 });
  }
});

after(async () => {
  Object.values(clients).forEach((client) => client.close());
  await server.stop();
});

function each(name: string, run: (client: Client) => Promise<void>): void {
  for (const transport of ["auto", "http", "socket"]) {
    test(`${name}, over ${transport}`, async () => run(clients[transport]!));
  }
}

each("a call returns its outputs by name", async (client) => {
  assert.deepEqual(await client.interface("echo").predict({ text: "Grüße 🌍" }), { output: "Grüße 🌍" });
});

each("what is left out takes its default", async (client) => {
  assert.deepEqual(await client.interface("shift").predict({ numbers: [1, 2] }), { output: [2, 3] });
});

each("a whole number beyond 2^53 is a bigint both ways", async (client) => {
  const { output } = await client.interface("shift").predict({ numbers: [2n ** 60n], by: 1 });
  assert.deepEqual(output, [2n ** 60n + 1n]);
});

each("a picture goes as pixels and comes as pixels where they are accepted", async (client) => {
  const img = new Tensor([1, 2, 3], new Uint8Array([0, 1, 2, 253, 254, 255]));
  const accept = ["application/vnd.rpcface.value"];
  const { output } = await client.interface("invert").predict({ img }, { accept });
  assert.ok(output instanceof Tensor);
  assert.deepEqual([...output.shape], [1, 2, 3]);
  assert.deepEqual([...output.data], [255, 254, 253, 2, 1, 0]);
});

each("a picture comes as a PNG unless something else is accepted", async (client) => {
  const img = new Tensor([1, 1, 3], new Uint8Array(3));
  const { output } = await client.interface("invert").predict({ img });
  assert.ok(output instanceof Media);
  assert.equal(output.mediaType, "image/png");
  assert.deepEqual([...(await output.bytes()).subarray(1, 4)], [0x50, 0x4e, 0x47]);
});

each("a file goes with its name and type", async (client) => {
  const file = new Blob(["some bytes"], { type: "text/plain" });
  assert.deepEqual(await client.interface("size").predict({ file }), { output: 10 });
});

each("an input that breaks its schema names its field", async (client) => {
  const error = await refusal(client.interface("echo").predict({ text: 3 }));
  assert.ok(error instanceof InputError);
  assert.equal(error.code, Code.InvalidArgument);
  assert.equal(error.violations[0]?.field, "inputs.text");
});

each("an unknown input is refused with those there are", async (client) => {
  const error = await refusal(client.interface("echo").predict({ txet: "x" }));
  assert.ok(error instanceof InputError);
  assert.match(error.message, /inputs\.txet: .*text/);
});

each("a function that refuses tells why", async (client) => {
  const error = await refusal(client.interface("refuse").predict({ text: "no" }));
  assert.ok(error instanceof FunctionRefused);
  assert.equal(error.message, "I refuse: no");
});

each("a function that fails tells nothing but its incident", async (client) => {
  const error = await refusal(client.interface("fail").predict());
  assert.equal(error.reason, "FUNCTION_FAILED");
  assert.doesNotMatch(error.message, /secret/);
  assert.ok(error.metadata["incident"]);
});

each("an unknown interface is told with those there are", async (client) => {
  const error = await refusal(client.interface("nothing").predict());
  assert.equal(error.reason, "INTERFACE_UNKNOWN");
  assert.match(error.message, /echo/);
});

each("a stream tells progress and outputs as they grow", async (client) => {
  const kinds = new Set<string>();
  const seen: string[] = [];
  for await (const event of client.interface("story").stream({ words: 5, pause: 0.02 })) {
    kinds.add(event.kind);
    if (event.kind === "updated" || event.kind === "finished") {
      seen.push(String(event.outputs["output"]));
    }
  }
  assert.ok(kinds.has("started") && kinds.has("progress") && kinds.has("finished"), [...kinds].join());
  assert.equal(seen.at(-1), "0 1 2 3 4 ");
  seen.reduce((before, now) => (assert.ok(now.startsWith(before)), now));
});

each("an alert comes before the error that follows it", async (client) => {
  const told: string[] = [];
  const error = await refusal(
    (async () => {
      for await (const event of client.interface("refuse").stream({ text: "x" })) {
        told.push(event.kind === "alert" ? event.text : event.kind);
      }
    })(),
  );
  assert.equal(error.message, "I refuse: x");
  assert.ok(told.includes("this will not go well"));
});

each("a deadline ends a call in its time, and cancels the function", async (client) => {
  const before = await cancelled(client);
  const started = performance.now();
  const error = await refusal(client.interface("hang").predict({}, { timeoutMs: 200 }));
  assert.equal(error.code, Code.DeadlineExceeded);
  assert.ok(performance.now() - started < 5000);
  await until(async () => (await cancelled(client)) > before);
});

each("an abort ends a call, and cancels the function", async (client) => {
  const before = await cancelled(client);
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 100);
  const error = await refusal(client.interface("hang").predict({}, { signal: abort.signal }));
  assert.equal(error.code, Code.Canceled);
  await until(async () => (await cancelled(client)) > before);
});

each("leaving a stream cancels the function at once", async (client) => {
  for await (const event of client.interface("story").stream({ words: 10_000, pause: 0.01 })) {
    if (event.kind === "updated") {
      break;
    }
  }
  // the function has one place, which is free then
  assert.deepEqual(await client.interface("story").predict({ words: 1, pause: 0 }, { timeoutMs: 5000 }), {
    output: "0 ",
  });
});

test("forty streams share one socket, and a call answers beside them", async () => {
  const client = clients["socket"]!;
  const streams = Array.from({ length: 40 }, async () => {
    let last: unknown;
    for await (const event of client.interface("echo").stream({ text: "x".repeat(1000) })) {
      last = event.kind === "finished" ? event.outputs["output"] : last;
    }
    return last;
  });
  assert.deepEqual(await client.interface("echo").predict({ text: "beside" }), { output: "beside" });
  assert.deepEqual(await Promise.all(streams), Array(40).fill("x".repeat(1000)));
});

test("a transport of connect-es can be given", async () => {
  const transport = createConnectTransport({ baseUrl: server.address, useBinaryFormat: true });
  const client = await connect(server.address, { transport });
  assert.deepEqual(await client.interface("echo").predict({ text: "a" }), { output: "a" });
  client.close();
});

test("an address where no server is fails at once", async () => {
  const started = performance.now();
  const error = await refusal(connect("http://127.0.0.1:9"));
  assert.equal(error.code, Code.Unavailable);
  assert.ok(performance.now() - started < 2000);
});

async function cancelled(client: Client): Promise<number> {
  return Number((await client.interface("count_cancelled").predict())["output"]);
}
