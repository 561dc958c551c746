import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Client, connect, InputError } from "../src/index.js";
import { all, refusal } from "./asserting.js";
import { Server } from "./serving.js";

let server: Server;
const clients: Record<string, Client> = {};

before(async () => {
  server = await Server.start();
  for (const transport of ["http", "socket"] as const) {
    clients[transport] = await connect(server.address, { transport, timeoutMs: 20_000 });
  }
});

after(async () => {
  Object.values(clients).forEach((client) => client.close());
  await server.stop();
});

function each(name: string, run: (client: Client) => Promise<void>): void {
  for (const transport of ["http", "socket"]) {
    test(`${name}, over ${transport}`, async () => run(clients[transport]!));
  }
}

each("a session carries a state from call to call, however they are made", async (client) => {
  const session = client.session();
  const chat = session.interface("chat");
  assert.deepEqual(await chat.predict({ message: "a" }), { output: "1: a" });
  const events = await all(chat.stream({ message: "b" }));
  const last = events.at(-1);
  assert.deepEqual(last?.kind === "finished" && last.outputs, { output: "2: b" });
  assert.deepEqual(await chat.predict({ message: "c" }), { output: "3: c" });
  session.reset();
  assert.deepEqual(await chat.predict({ message: "d" }), { output: "1: d" });
});

each("sessions do not know of each other, and calls without one keep nothing", async (client) => {
  const [one, other] = [client.session(), client.session()];
  await one.interface("chat").predict({ message: "a" });
  assert.deepEqual(await other.interface("chat").predict({ message: "b" }), { output: "1: b" });
  assert.deepEqual(await one.interface("chat").predict({ message: "c" }), { output: "2: c" });
  await client.interface("chat").predict({ message: "d" });
  assert.deepEqual(await client.interface("chat").predict({ message: "e" }), { output: "1: e" });
});

test("a live call goes on from the session's state, and hands its own on", async () => {
  const session = clients["socket"]!.session();
  const chat = session.interface("chat");
  await chat.predict({ message: "a" });
  const live = await chat.live({ message: "b" });
  for await (const { event } of live) {
    if (event?.kind === "finished") {
      assert.deepEqual(event.outputs, { output: "2: b" });
      live.finish();
    }
  }
  assert.deepEqual(await chat.predict({ message: "c" }), { output: "3: c" });
});

each("a call can be flagged with what it was given and what it gave", async (client) => {
  const chat = client.interface("chat");
  const inputs = { message: "a" };
  const outputs = await chat.predict(inputs);
  assert.match(await chat.flag("wrong", { inputs, outputs }), /./);
  assert.notEqual(await chat.flag("rude", { inputs, outputs }), await chat.flag("rude", { inputs, outputs }));
});

each("a flag that can't be is refused", async (client) => {
  const chat = client.interface("chat");
  const strange = await refusal(chat.flag("wrong", { inputs: { message: "a" }, outputs: { answer: "b" } }));
  assert.ok(strange instanceof InputError);
  assert.equal(strange.violations[0]?.field, "outputs.answer");
  const unknown = await refusal(chat.flag("nice", { inputs: { message: "a" } }));
  assert.match(unknown.message, /option.*wrong.*rude/);
});
