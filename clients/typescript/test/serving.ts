/** A real server for tests. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Where the files of Python are. */
export const FILES = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "test");

/** A server of test/interfaces.py, or another program that serves. */
export class Server {
  private constructor(
    readonly address: string,
    readonly process: ChildProcess,
    readonly folder: string,
  ) {}

  /** Serves the interfaces of a file beside this one. */
  static async start(more: readonly string[] = [], file = "interfaces.py"): Promise<Server> {
    const port = more.includes("--web-port") ? [] : ["--web-port", "0"];
    const options = ["--port", "0", "--log", "off", ...port, ...more];
    return await Server.run(["-m", "rpcface", "serve", resolve(FILES, file), ...options]);
  }

  /** Runs Python with these arguments, which serves. */
  static async run(args: readonly string[]): Promise<Server> {
    const { PYTHON: python = "python3" } = process.env;
    const command = python.includes("/") ? resolve(python) : python;
    const cwd = await mkdtemp(join(tmpdir(), "rpcface-"));
    const env = { ...process.env, PYTHONUNBUFFERED: "1" };
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], cwd, env });
    let told = "";
    child.stderr.on("data", (data) => (told += String(data)));
    for await (const line of createInterface({ input: child.stdout })) {
      const found = /web:\s+(\S+)/.exec(line)?.[1];
      if (found !== undefined) {
        child.stdout.resume();
        return new Server(found, child, cwd);
      }
    }
    throw new Error(`the server did not start: ${told}`);
  }

  /** Ends it; "SIGKILL" at once. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill(signal);
      await once(this.process, "exit");
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
