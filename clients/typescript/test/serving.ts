/** A real server for tests. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));

/** A server of test/interfaces.py, or of another file beside it. */
export class Server {
  private constructor(
    readonly address: string,
    readonly process: ChildProcess,
  ) {}

  static async start(file = "interfaces.py", more: readonly string[] = []): Promise<Server> {
    const python = process.env["PYTHON"] ?? "python3";
    const path = join(HERE, "..", "..", "test", file);
    const args = ["-m", "rpcface", "serve", path, "--port", "0", "--log", "text"];
    const port = more.includes("--web-port") ? [] : ["--web-port", "0"];
    const child = spawn(python, [...args, ...port, ...more], { stdio: ["ignore", "pipe", "pipe"] });
    let told = "";
    child.stderr.on("data", (data) => (told += String(data)));
    for await (const line of createInterface({ input: child.stdout })) {
      const found = /web:\s+(\S+)/.exec(line)?.[1];
      if (found !== undefined) {
        return new Server(found, child);
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
  }
}
