import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type Client,
  Code,
  connect,
  InputError,
  type LiveAnswer,
  type LiveCall,
  RpcfaceError,
} from "../src/index.js";
import { all, refusal, until } from "./asserting.js";
import { Proxy } from "./proxy.js";
import { Server } from "./serving.js";

let server: Server;
let client: Client;

before(async () => {
  server = await Server.start();
  client = await connect(server.address, { timeoutMs: 20_000 });
});

after(async () => {
  client.close();
  await server.stop();
});

/** The output of a request, where the answer has one. */
function output({ event }: LiveAnswer): unknown {
  return event?.kind === "finished" ? event.outputs["output"] : undefined;
}

/** The outputs of a call by the numbers of their requests, until it ends. */
async function outputs(live: LiveCall): Promise<Map<number, unknown>> {
  const found = new Map<number, unknown>();
  for (const answer of await all(live)) {
    if (output(answer) !== undefined) {
      found.set(answer.sequence, output(answer));
    }
  }
  return found;
}

test("a call answers as inputs change, and tells errors without ending", async () => {
  const live = await client.interface("double").live({ x: 1 });
  const answers: unknown[] = [];
  for await (const answer of live) {
    if (answer.error !== undefined) {
      answers.push(answer.error.reason);
      await live.send({ x: 4 });
    } else if (output(answer) !== undefined) {
      answers.push(output(answer));
      if (answer.sequence === 1) {
        await live.send({ x: 100 });
      } else {
        live.finish();
      }
    }
  }
  assert.deepEqual(answers, [2, "INPUT_INVALID", 8]);
});

test("requests go in the order of their sending, however long their values take", async () => {
  const live = await client.interface("sizes").live({ file: new Blob(["1"]) });
  const numbers = Promise.all([
    live.send({ file: new Blob([new Uint8Array(17 * 2 ** 20)]) }), // is uploaded first
    live.send({ file: new Blob(["12"]) }),
    live.send({ file: new Blob(["123"]) }),
  ]);
  live.finish(); // what was sent before it counts
  const found = await outputs(live);
  assert.deepEqual(await numbers, [2, 3, 4]);
  assert.equal(found.get(4), 3);
});

test("two hundred requests that nobody waits for are all taken", async () => {
  const live = await client.interface("follow").live({ text: "a" });
  const sent = Array.from({ length: 200 }, (_, number) => live.send({ text: `${number}` }));
  live.finish();
  const found = await outputs(live);
  assert.equal((await Promise.all(sent)).at(-1), 201);
  assert.equal(found.get(201), "199");
});

test("an input that can't be is refused at once, and the call goes on", async () => {
  const live = await client.interface("follow").live({ text: "a" });
  const error = await refusal(live.send({ txet: "b" }));
  assert.ok(error instanceof InputError);
  await live.send({ text: "c" });
  live.finish();
  assert.equal((await outputs(live)).get(2), "c");
});

test("leaving the loop ends the call, and nothing can be sent then", async () => {
  const live = await client.interface("follow").live({ text: "a" });
  for await (const answer of live) {
    if (output(answer) !== undefined) {
      break;
    }
  }
  const error = await refusal(live.send({ text: "b" }));
  assert.equal(error.code, Code.FailedPrecondition);
});

test("a call that is cancelled, aborted, or late ends so", async () => {
  const cancelled = await client.interface("double").live({ x: 1 });
  setTimeout(() => cancelled.cancel(), 50);
  assert.equal((await refusal(all(cancelled))).code, Code.Canceled);

  const abort = new AbortController();
  const aborted = await client.interface("double").live({ x: 1 }, { signal: abort.signal });
  setTimeout(() => abort.abort(), 50);
  assert.equal((await refusal(all(aborted))).code, Code.Canceled);

  const late = await client.interface("double").live({ x: 1 }, { timeoutMs: 150 });
  assert.equal((await refusal(all(late))).code, Code.DeadlineExceeded);
});

test("a call fails where the connection breaks, also one that nobody iterates", async () => {
  const proxy = await Proxy.to(server.address);
  const one = await connect(proxy.address, { timeoutMs: 20_000 });
  try {
    const first = (await one.interface("double").live({ x: 1 }))[Symbol.asyncIterator]();
    const second = await one.interface("double").live({ x: 2 });
    await first.next(); // so the socket is open
    proxy.cut();
    assert.equal((await refusal(all(first))).code, Code.Unavailable);
    let error: unknown;
    await until(async () => {
      error = await second.send({ x: 1 }).catch((thrown: unknown) => thrown);
      return error instanceof RpcfaceError;
    });
    assert.equal((error as RpcfaceError).code, Code.FailedPrecondition);
  } finally {
    one.close();
    await proxy.stop();
  }
});

test("over HTTP it is told that there are no live calls", async () => {
  const one = await connect(server.address, { transport: "http" });
  const live = await one.interface("double").live({ x: 1 });
  assert.equal((await refusal(all(live))).code, Code.Unimplemented);
  one.close();
});

test("an interface that there is not is told before anything is sent", async () => {
  assert.equal((await refusal(client.interface("nothing").live())).reason, "INTERFACE_UNKNOWN");
});
