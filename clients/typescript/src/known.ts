/** What a client knows of its server. */

import { Code, createClient, type Transport } from "@connectrpc/connect";
import { RpcfaceError, errorOf } from "./errors.js";
import { type Interface, InterfaceService, type Reach } from "./gen/rpcface/v1/interface_pb.js";
import { type Patience, rpcOptions } from "./retries.js";

/** What a server offers. */
export class Description {
  /** @internal */
  constructor(
    /** The interfaces, in the order to show them. */
    readonly interfaces: readonly Interface[],
    /** The greatest request in bytes. */
    readonly maxRequestBytes: number,
    /** The greatest file that can be uploaded, in bytes; 0: none can. */
    readonly maxBlobBytes: number,
    /** The server's software and version, for people. */
    readonly server: string,
    /** How programs reach the server; undefined: it does not tell. */
    readonly reach?: Reach,
  ) {}

  /**
   * The interface of that name, or the only one where none is named.
   *
   * @throws RpcfaceError INTERFACE_UNKNOWN.
   */
  one(name?: string): Interface {
    const names = this.interfaces.map((each) => each.name).join(", ");
    if (name === undefined && this.interfaces.length !== 1) {
      throw unknown(`the server has ${this.interfaces.length} interfaces: ${names}; name one`);
    }
    const found =
      name === undefined ? this.interfaces[0] : this.interfaces.find((each) => each.name === name);
    if (found === undefined) {
      throw unknown(`there is no interface ${JSON.stringify(name)}; there are ${names}`);
    }
    return found;
  }
}

/** The last description of a server. */
export class Known {
  /** The description; undefined until the server was asked. */
  description: Description | undefined;
  readonly #rpc;

  constructor(transport: Transport) {
    this.#rpc = createClient(InterfaceService, transport);
  }

  /** Asks for the description. */
  async anew(patience: Pick<Patience, "signal" | "deadline">): Promise<Description> {
    const interfaces: Interface[] = [];
    try {
      for (let pageToken = ""; ;) {
        const page = await this.#rpc.describe({ pageToken }, rpcOptions(patience));
        interfaces.push(...page.interfaces);
        pageToken = page.nextPageToken;
        if (pageToken === "") {
          const { maxRequestBytes = 0n, maxBlobBytes = 0n } = page.limits ?? {};
          const sizes = [Number(maxRequestBytes), Number(maxBlobBytes)] as const;
          this.description = new Description(interfaces, ...sizes, page.server, page.reach);
          return this.description;
        }
      }
    } catch (error) {
      throw errorOf(error);
    }
  }
}

function unknown(message: string): RpcfaceError {
  return new RpcfaceError(message, { code: Code.NotFound, reason: "INTERFACE_UNKNOWN" });
}
