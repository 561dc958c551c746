/** A way to a server that breaks as it is told. */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Hands bytes on, both ways, on a port of its own. */
export class Proxy {
  /** Connections there have been. */
  count = 0;
  /** Bytes that clients have sent. */
  sent = 0;
  /** After how many bytes of the server's, or of the client's, each connection is cut. */
  cutDown = Infinity;
  cutUp = Infinity;
  /** What becomes of those who ask for a WebSocket. */
  upgrades: "taken" | "refused" | "ignored" = "taken";
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  private constructor(public target: string) {
    this.#server = createServer((client) => this.#take(client));
  }

  static async to(address: string): Promise<Proxy> {
    const made = new Proxy(address);
    made.#server.listen(0, "127.0.0.1");
    await once(made.#server, "listening");
    return made;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Cuts what is open. */
  cut(): void {
    this.#open.forEach((socket) => socket.destroy());
  }

  async stop(): Promise<void> {
    if (this.#server.listening) {
      this.#server.close();
      this.cut();
      await once(this.#server, "close");
    }
  }

  #take(client: Socket): void {
    this.count += 1;
    const { hostname, port } = new URL(this.target);
    const server = connect(Number(port), hostname);
    const both = [client, server];
    const counts = { up: 0, down: 0 };
    client.on("data", (data) => {
      if (this.upgrades !== "taken" && /upgrade: websocket/i.test(data.toString("latin1", 0, 2000))) {
        if (this.upgrades === "refused") {
          client.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
        return;
      }
      counts.up += data.length;
      this.sent += data.length;
      if (counts.up > this.cutUp) {
        both.forEach((socket) => socket.destroy());
      } else if (!server.write(data)) {
        client.pause();
        server.once("drain", () => client.resume());
      }
    });
    server.on("data", (data) => {
      counts.down += data.length;
      if (counts.down > this.cutDown) {
        both.forEach((socket) => socket.destroy());
      } else if (!client.write(data)) {
        server.pause();
        client.once("drain", () => server.resume());
      }
    });
    for (const socket of both) {
      this.#open.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.#open.delete(socket);
        both.forEach((other) => other.end());
      });
    }
  }
}
