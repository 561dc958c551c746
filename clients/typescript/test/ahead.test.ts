import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Client, Code, connect } from "../src/index.js";
import { refusal, until } from "./asserting.js";
import { Proxy } from "./proxy.js";
import { Server } from "./serving.js";

const MIB = 2 ** 20;

let server: Server;
let other: Server;
let proxy: Proxy;
let client: Client;

before(async () => {
  [server, other] = await Promise.all([Server.start(), Server.start()]);
  proxy = await Proxy.to(server.address);
  client = await connect(proxy.address, { timeoutMs: 20_000 });
});

after(async () => {
  client.close();
  await proxy.stop();
  await Promise.all([server.stop(), other.stop()]);
});

/** Bytes that the server has not seen before: what it has is not sent. */
function file(size: number): Blob {
  const made = new Uint8Array(size);
  made.set(globalThis.crypto.getRandomValues(new Uint8Array(16)));
  return new Blob([made]);
}

/** The bytes that a client sends meanwhile. */
async function sent(run: () => Promise<unknown>): Promise<number> {
  const start = proxy.sent;
  await run();
  return proxy.sent - start;
}

test("what was prepared is not sent with the calls that get it", async () => {
  const large = file(17 * MIB);
  const told: number[] = [];
  await client.prepare(large, { onProgress: (done) => told.push(done) });
  assert.equal(told.at(-1), large.size);
  const call = async () =>
    assert.deepEqual(await client.interface("size").predict({ file: large }), { output: large.size });
  assert.ok((await sent(call)) < MIB);
  assert.ok((await sent(call)) < MIB);
});

test("a call waits for a file that is on its way", async () => {
  const large = file(17 * MIB);
  let prepared: Promise<void> | undefined;
  const both = async () => {
    prepared = client.prepare(large);
    const outputs = await client.interface("size").predict({ file: large });
    assert.deepEqual(outputs, { output: large.size });
  };
  assert.ok((await sent(both)) < 18 * MIB);
  await prepared;
});

test("what goes along with a call is not stored before", async () => {
  const small = file(MIB);
  assert.ok((await sent(() => client.prepare(small))) < 1000);
  assert.deepEqual(await client.interface("size").predict({ file: small }), { output: MIB });
});

test("a call sends what could not be prepared", async () => {
  const large = file(17 * MIB);
  const abort = new AbortController();
  const onProgress = (done: number) => done > 0 && abort.abort();
  const error = await refusal(client.prepare(large, { signal: abort.signal, onProgress }));
  assert.equal(error.code, Code.Canceled);
  assert.deepEqual(await client.interface("size").predict({ file: large }), { output: large.size });
});

test("a call that waits for a file can be left, and the file goes on", async () => {
  const large = file(33 * MIB);
  const abort = new AbortController();
  let done = 0;
  const prepared = client.prepare(large, { onProgress: (bytes) => (done = bytes) });
  const call = refusal(client.interface("size").predict({ file: large }, { signal: abort.signal }));
  await until(() => done > 0);
  abort.abort();
  assert.equal((await call).code, Code.Canceled);
  await prepared;
  assert.equal(done, large.size);
});

test("a file that the server has let go of is sent again", async () => {
  const large = file(17 * MIB);
  await client.prepare(large);
  proxy.target = other.address;
  proxy.cut();
  assert.deepEqual(await client.interface("size").predict({ file: large }), { output: large.size });
});
