import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { type CallEvent, type Client, Code, connect } from "../src/index.js";
import { PredictRequestSchema } from "../src/protos.js";
import { refusal, until } from "./asserting.js";
import { Proxy } from "./proxy.js";
import { freePort, Server } from "./serving.js";

let server: Server;

before(async () => {
  server = await Server.start();
});

after(async () => await server.stop());

async function through(
  run: (client: Client, proxy: Proxy) => Promise<void>,
  upgrades: Proxy["upgrades"] = "taken",
) {
  const proxy = await Proxy.to(server.address);
  proxy.upgrades = upgrades;
  const client = await connect(proxy.address, { timeoutMs: 20_000 });
  try {
    await run(client, proxy);
  } finally {
    client.close();
    await proxy.stop();
  }
}

for (const [signal, transport] of [
  ["SIGTERM", "socket"],
  ["SIGKILL", "http"],
] as const) {
  test(`a server that ends by ${signal} and starts again loses no call, over ${transport}`, async () => {
    const port = String(await freePort());
    let restarted = await Server.start(["--web-port", port]);
    const one = await connect(restarted.address, { transport, timeoutMs: 30_000, retries: 20 });
    let count = 0;
    let isOver = false;
    const callers = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        assert.deepEqual(await one.interface("echo").predict({ text: "here" }), { output: "here" });
        count += 1;
      }
    });
    try {
      await until(() => count > 50);
      await restarted.stop(signal);
      restarted = await Server.start(["--web-port", port]);
      const before = count;
      await until(() => count > before + 50);
    } finally {
      isOver = true;
      await Promise.all(callers);
      one.close();
      await restarted.stop();
    }
  });
}

test("tries of one call have one request id, and as many are made as are wanted", async () => {
  const ids: string[] = [];
  const failing: typeof fetch = async (input, init) => {
    if (String(input).endsWith("/Predict")) {
      ids.push(fromBinary(PredictRequestSchema, init!.body as Uint8Array).requestId);
      throw new TypeError("fetch failed", { cause: new Error("no way") });
    }
    return await fetch(input, init);
  };
  const one = await connect(server.address, { transport: "http", fetch: failing });
  const error = await refusal(one.interface("echo").predict({ text: "a" }, { retries: 2 }));
  assert.equal(error.code, Code.Unavailable);
  assert.match(error.message, /^no server answers at http:.* \(no way\)$/);
  assert.equal(ids.length, 3);
  assert.equal(new Set(ids).size, 1);
  await refusal(one.interface("echo").predict({ text: "a" }, { retries: 0 }));
  assert.equal(ids.length, 4);
  assert.notEqual(ids[3], ids[0]);
  one.close();
});

test("an abort ends the waiting for a server, and so does the call's time", async () => {
  await through(async (one, proxy) => {
    await proxy.stop();
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 150);
    const aborted = await refusal(
      one.interface("echo").predict({ text: "a" }, { retries: 50, signal: abort.signal }),
    );
    assert.equal(aborted.code, Code.Canceled);
    const started = performance.now();
    const late = await refusal(one.interface("echo").predict({ text: "a" }, { retries: 50, timeoutMs: 300 }));
    assert.ok([Code.Unavailable, Code.DeadlineExceeded].includes(late.code));
    assert.ok(performance.now() - started < 2000);
  });
});

test("a stream that breaks begins anew", async () => {
  await through(async (one, proxy) => {
    const events: CallEvent[] = [];
    for await (const event of one.interface("story").stream({ words: 30, pause: 0.01 })) {
      if (event.kind === "updated" && events.filter(({ kind }) => kind === "started").length === 1) {
        proxy.cut();
      }
      events.push(event);
    }
    assert.equal(events.filter(({ kind }) => kind === "started").length, 2);
    const last = events.at(-1);
    assert.equal(
      last?.kind === "finished" && last.outputs["output"],
      Array.from({ length: 30 }, (_, n) => `${n} `).join(""),
    );
  });
});

test("a stream fails where the server goes away for good", async () => {
  await through(async (one, proxy) => {
    const run = async () => {
      for await (const event of one.interface("story").stream({ words: 1000, pause: 0.01 }, { retries: 1 })) {
        if (event.kind === "updated") {
          await proxy.stop();
        }
      }
    };
    const error = await refusal(run());
    assert.equal(error.code, Code.Unavailable);
  });
});

for (const upgrades of ["refused", "ignored"] as const) {
  test(`where sockets are ${upgrades} calls go over HTTP, and later over a socket again`, async () => {
    await through(async (one, proxy) => {
      const started = performance.now();
      assert.deepEqual(await one.interface("echo").predict({ text: "a" }), { output: "a" });
      assert.ok(performance.now() - started < 5000);
      const fast = performance.now();
      const events = [];
      for await (const { kind } of one.interface("echo").stream({ text: "b" })) {
        events.push(kind);
      }
      assert.equal(events.at(-1), "finished");
      assert.ok(performance.now() - fast < 1500, "it waited for a socket once more");
      proxy.upgrades = "taken";
      const live = await one.interface("double").live({ x: 1 });
      live.finish();
      for await (const { event } of live) {
        assert.ok(event !== undefined);
      }
    }, upgrades);
  });
}
