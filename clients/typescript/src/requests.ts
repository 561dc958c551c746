/** The request of a call. */

import { create } from "@bufbuild/protobuf";
import { InputError, type Violation } from "./errors.js";
import { type Interface, type PredictRequest, PredictRequestSchema } from "./gen/rpcface/v1/interface_pb.js";
import type { Value } from "./gen/rpcface/v1/value_pb.js";
import { type File, INLINE, type Limits, type Uploads } from "./large.js";
import { type Input, type Unfilled, valueOf } from "./natural.js";
import { Unfit } from "./unfit.js";

/** Inputs by name; one that is left out, or undefined, takes its default. */
export type Inputs = Readonly<Record<string, Input | undefined>>;

/** What a request says besides its inputs. */
export interface Wishes {
  readonly accept: readonly string[];
  readonly state: Uint8Array;
  readonly requestId: string;
}

/** Makes requests of one call. */
export class Requests {
  readonly #limits: Limits;
  readonly #uploads: Uploads;

  constructor(
    readonly described: Interface,
    limits: Limits,
    uploads: Uploads,
  ) {
    this.#limits = limits;
    this.#uploads = uploads;
  }

  /**
   * The request with these inputs, whose large files are uploaded first.
   *
   * @throws InputError where an input is unknown, or can't travel. RpcfaceError LIMIT_EXCEEDED: a
   * file is larger than the server takes, or there is no room for it.
   */
  async request(inputs: Inputs, { accept, state, requestId }: Wishes): Promise<PredictRequest> {
    return create(PredictRequestSchema, {
      interfaceName: this.described.name,
      inputs: await this.values(inputs),
      accept: [...accept],
      state,
      etag: this.described.etag,
      requestId,
      maxInlineBytes: BigInt(INLINE),
    });
  }

  /** The values of inputs, or of outputs, by name; errors as of `request`. */
  async values(given: Inputs, side: "inputs" | "outputs" = "inputs"): Promise<Record<string, Value>> {
    const schemas = new Map(this.described[side].map(({ name, schema }) => [name, schema]));
    const violations: Violation[] = [];
    const values: Record<string, Value> = {};
    const files: File[] = [];
    for (const [name, one] of Object.entries(given)) {
      if (one === undefined) {
        continue;
      }
      if (!schemas.has(name)) {
        const names = [...schemas.keys()].join(", ") || "none";
        violations.push({
          field: `${side}.${name}`,
          description: `there is no such ${side.slice(0, -1)}; there are ${names}`,
        });
        continue;
      }
      const unfilled: Unfilled[] = [];
      try {
        values[name] = await valueOf(one, schemas.get(name), unfilled);
      } catch (fault) {
        if (!(fault instanceof Unfit)) {
          throw fault;
        }
        violations.push({ field: `${side}.${name}${fault.pointer}`, description: fault.message });
      }
      files.push(...unfilled.map((file) => ({ ...file, field: `${side}.${name}` })));
    }
    if (violations.length > 0) {
      throw InputError.of(violations);
    }
    await this.#uploads.fill(files, this.#limits);
    return values;
  }
}
