import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Code, connect } from "../src/index.js";
import { refusal } from "./asserting.js";
import { Server } from "./serving.js";

let server: Server;

before(async () => {
  server = await Server.start();
});

after(async () => await server.stop());

/** What a program of these lines says, which must end soon. */
async function run(lines: string): Promise<string> {
  const program = `
    import { connect } from ${JSON.stringify(new URL("../src/index.js", import.meta.url))};
    const address = ${JSON.stringify(server.address)};
    ${lines}`;
  const args = ["--input-type=module", "--eval", program];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout: 15_000 });
  assert.equal(stderr, "");
  return stdout.trim();
}

for (const transport of ["auto", "http", "socket"] as const) {
  test(`a program ends when its client is closed, whatever was left of calls, over ${transport}`, async () => {
    const started = performance.now();
    const said = await run(`
      const client = await connect(address, { transport: "${transport}", timeoutMs: 60_000 });
      await client.interface("echo").predict({ text: "a" });
      for await (const event of client.interface("story").stream({ words: 1000, pause: 0.01 })) {
        if (event.kind === "updated") break;
      }
      const left = client.interface("story").stream({ words: 1000, pause: 0.01 });
      await left.next();
      ${transport === "http" ? "" : 'const live = await client.interface("double").live({ x: 1 }); await live.send({ x: 2 });'}
      const hanging = client.interface("hang").predict().catch(({ code, message }) => console.log(code, message));
      const waiting = client.interface("nothing").predict().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
      client.close();
      await hanging;
    `);
    assert.equal(said, `${Code.Canceled} the client was closed`);
    assert.ok(performance.now() - started < 10_000);
  });
}

test("a program ends that closes its client while it waits for a server", async () => {
  await run(`
    const client = await connect(address, { timeoutMs: 60_000 });
    await client.interface("echo").predict({ text: "a" });
    process.kill(${server.process.pid}, "SIGSTOP");
    setTimeout(() => { client.close(); process.kill(${server.process.pid}, "SIGCONT"); }, 200);
    await client.interface("echo").predict({ text: "a" }).catch(() => undefined);
  `);
});

test("after it was closed a client makes no calls", async () => {
  for (const transport of ["auto", "http", "socket"] as const) {
    const client = await connect(server.address, { transport });
    client.close();
    client.close();
    const error = await refusal(client.interface("echo").predict({ text: "a" }));
    assert.equal(error.code, Code.Canceled);
    assert.equal(error.message, "the client was closed");
  }
});
