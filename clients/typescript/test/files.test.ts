import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Client, Code, connect, Media } from "../src/index.js";
import { all, refusal } from "./asserting.js";
import { Proxy } from "./proxy.js";
import { FILES, Server } from "./serving.js";

const MIB = 2 ** 20;

let server: Server;
let proxy: Proxy;
const clients: Record<string, Client> = {};

before(async () => {
  server = await Server.start();
  proxy = await Proxy.to(server.address);
  for (const transport of ["http", "socket"] as const) {
    clients[transport] = await connect(proxy.address, { transport, timeoutMs: 20_000 });
  }
});

after(async () => {
  Object.values(clients).forEach((client) => client.close());
  await proxy.stop();
  await server.stop();
});

function each(name: string, run: (client: Client) => Promise<void>): void {
  for (const transport of ["http", "socket"]) {
    test(`${name}, over ${transport}`, async () => {
      try {
        await run(clients[transport]!);
      } finally {
        proxy.cutDown = proxy.cutUp = Infinity;
      }
    });
  }
}

/** Bytes that the server has not seen before: what it has is not sent. */
function bytes(size: number): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(size);
  made.set(globalThis.crypto.getRandomValues(new Uint8Array(16)));
  return made;
}

each("a large file is uploaded first, and its progress is told", async (client) => {
  const file = new Blob([bytes(17 * MIB)]);
  const told: number[] = [];
  const onUpload = (done: number, total: number) => told.push(done / total);
  assert.deepEqual(await client.interface("size").predict({ file }, { onUpload }), { output: file.size });
  assert.equal(told.at(-1), 1);
  assert.ok(told.length > 10);
  assert.deepEqual(
    told,
    [...told].sort((one, other) => one - other),
  );
});

test("large bytes and media are uploaded as files are", async () => {
  const client = clients["socket"]!;
  for (const file of [
    bytes(17 * MIB),
    bytes(17 * MIB).buffer,
    new Media("text/plain", bytes(17 * MIB), "a.txt"),
  ]) {
    let total = 0;
    const onUpload = (_: number, all: number) => (total = all);
    assert.deepEqual(await client.interface("size").predict({ file }, { onUpload }), { output: 17 * MIB });
    assert.equal(total, 17 * MIB);
  }
});

each("an upload goes on where the connection broke", async (client) => {
  const before = proxy.count;
  proxy.cut();
  proxy.cutUp = 3.5 * MIB;
  const told: number[] = [];
  const file = new File([bytes(9 * MIB)], "ä.bin", { type: "text/x-any" });
  const stored = await client.upload(file, { onProgress: (done) => told.push(done) });
  assert.deepEqual([stored.size, stored.filename, stored.mediaType], [9 * MIB, "ä.bin", "text/x-any"]);
  assert.deepEqual(
    told,
    [...told].sort((one, other) => one - other),
  );
  assert.ok(proxy.count - before >= 3);
  assert.deepEqual(await client.interface("size").predict({ file: stored }), { output: 9 * MIB });
});

each("a large output is downloaded from where the server holds it", async (client) => {
  const { output } = await client.interface("big").predict({ megabytes: 17 });
  assert.ok(output instanceof Media && output.isHeld);
  assert.throws(() => output.blob(), /client\.download\(media\) brings it/);
  proxy.cut();
  proxy.cutDown = 7 * MIB;
  const told: number[] = [];
  const content = await client.download(output, { onProgress: (done) => told.push(done) });
  assert.equal(content.size, 17 * MIB);
  assert.equal(new Uint8Array(await content.slice(MIB + 7, MIB + 8).arrayBuffer())[0], 7);
  assert.equal(told.at(-1), 17 * MIB);
  assert.deepEqual(
    told,
    [...told].sort((one, other) => one - other),
  );
  proxy.cutDown = Infinity;
  const answer = await fetch(client.addressOf(output), { headers: { range: "bytes=255-256" } });
  assert.deepEqual([...new Uint8Array(await answer.arrayBuffer())], [255, 0]);
});

each("content can be taken piece by piece, and left", async (client) => {
  const { output } = await client.interface("big").predict({ megabytes: 17 });
  let size = 0;
  for await (const piece of client.content(output as Media)) {
    size += piece.length;
    if (size > 2 * MIB) {
      break;
    }
  }
  assert.ok(size < 4 * MIB);
  const small = new Media("text/plain", new TextEncoder().encode("hi"));
  assert.deepEqual(await all(client.content(small)), [await small.bytes()]);
});

each("what the server does not hold is gone", async (client) => {
  const error = await refusal(client.download(new Media("text/plain", undefined, "", "nobody")));
  assert.deepEqual([error.code, error.reason], [Code.NotFound, "BLOB_GONE"]);
});

each("an upload that is aborted ends", async (client) => {
  const abort = new AbortController();
  const onProgress = (done: number) => done > 0 && abort.abort();
  const error = await refusal(
    client.upload(new Blob([bytes(9 * MIB)]), { signal: abort.signal, onProgress }),
  );
  assert.equal(error.code, Code.Canceled);
});

test("many files that are too long together for a request are stored, the largest first", async () => {
  const small = await Server.run([join(FILES, "small.py")]);
  const client = await connect(small.address);
  try {
    const files = [900, 10, 800, 700].map((kib) => new Blob([bytes(kib * 1024)]));
    let total = 0;
    const onUpload = (_: number, all: number) => (total = all);
    const { output } = await client.predict({ files }, { onUpload });
    assert.deepEqual(
      output,
      files.map(({ size }) => size),
    );
    assert.equal(total, 900 * 1024);
    const error = await refusal(client.predict({ files: [new Blob([bytes(9 * MIB)])] }));
    assert.deepEqual([error.reason, error.metadata], ["LIMIT_EXCEEDED", { limit: "max_blob_bytes" }]);
    assert.match(error.message, /^inputs\.files: it has 9437184 bytes; the server takes at most 8388608$/);
  } finally {
    client.close();
    await small.stop();
  }
});
