/** The request of a call, and what is stored before it is sent. */

import { create } from "@bufbuild/protobuf";
import type { Blobs, Progress } from "./blobs.js";
import { InputError, type Violation } from "./errors.js";
import { type Interface, type PredictRequest, PredictRequestSchema } from "./gen/rpcface/v1/interface_pb.js";
import type { Value } from "./gen/rpcface/v1/value_pb.js";
import { Media } from "./media.js";
import { type Input, toValue, Unfit } from "./natural.js";
import type { Patience } from "./retries.js";

/** The most bytes of a file that goes inline. */
export const INLINE = 16 * 2 ** 20;

/** Inputs by name; one that is left out takes its default. */
export type Inputs = Readonly<Record<string, Input>>;

/** What a request says besides its inputs. */
export interface Wishes {
  readonly accept: readonly string[];
  readonly state: Uint8Array;
  readonly requestId: string;
}

/**
 * The request of a call.
 *
 * @throws InputError where an input is unknown, or can't travel.
 */
export async function requestOf(described: Interface, inputs: Inputs, wishes: Wishes): Promise<PredictRequest> {
  return create(PredictRequestSchema, {
    interfaceName: described.name,
    inputs: await valuesOf(described, inputs),
    accept: [...wishes.accept],
    state: wishes.state,
    etag: described.etag,
    requestId: wishes.requestId,
    maxInlineBytes: BigInt(INLINE),
  });
}

/** The values of inputs by name; errors as of `requestOf`. */
export async function valuesOf(described: Interface, inputs: Inputs): Promise<Record<string, Value>> {
  const schemas = new Map(described.inputs.map(({ name, schema }) => [name, schema]));
  const violations: Violation[] = [];
  const values: Record<string, Value> = {};
  for (const [name, given] of Object.entries(inputs)) {
    if (given === undefined) {
      continue; // as if it were left out
    }
    if (!schemas.has(name)) {
      const names = [...schemas.keys()].join(", ") || "none";
      violations.push({ field: `inputs.${name}`, description: `there is no such input; there are ${names}` });
      continue;
    }
    try {
      values[name] = await toValue(given, schemas.get(name));
    } catch (fault) {
      if (!(fault instanceof Unfit)) {
        throw fault;
      }
      violations.push({ field: `inputs.${name}${fault.pointer}`, description: fault.message });
    }
  }
  if (violations.length > 0) {
    throw InputError.of(violations);
  }
  return values;
}

/** The inputs with their large files as media that the server holds, to which they are uploaded. */
export async function stored(
  inputs: Inputs,
  blobs: Blobs,
  patience: Patience,
  onProgress: Progress | undefined,
): Promise<Inputs> {
  const large: Blob[] = [];
  const find = (given: Input): Input => {
    if (given instanceof Blob && given.size > INLINE) {
      large.push(given);
    }
    return given;
  };
  Object.values(inputs).forEach((given) => walked(given, find));
  if (large.length === 0) {
    return inputs;
  }
  const total = large.reduce((sum, { size }) => sum + size, 0);
  const held = new Map<Blob, Media>();
  let before = 0;
  for (const file of new Set(large)) {
    const name = typeof File !== "undefined" && file instanceof File ? file.name : "";
    const type = file.type || "application/octet-stream";
    const told: Progress = (done) => onProgress?.(before + done, total);
    held.set(file, await blobs.upload(file, type, name, patience, told));
    before += file.size;
  }
  const put = (given: Input) => (given instanceof Blob ? (held.get(given) ?? given) : given);
  return Object.fromEntries(Object.entries(inputs).map(([name, given]) => [name, walked(given, put)]));
}

/** What was given, with each part of its lists and structs in place of which `change` gives another. */
function walked(given: Input, change: (given: Input) => Input): Input {
  if (Array.isArray(given)) {
    return given.map((one: Input) => walked(one, change));
  }
  if (given !== null && typeof given === "object" && Object.getPrototypeOf(given) === Object.prototype) {
    const entries = Object.entries(given as Record<string, Input>);
    return Object.fromEntries(entries.map(([name, one]) => [name, walked(one, change)]));
  }
  return change(given);
}
