/** Values as a person writes them in TypeScript, to and from those that travel. */

import { create } from "@bufbuild/protobuf";
import { NullValue } from "@bufbuild/protobuf/wkt";
import type { Schema } from "./gen/rpcface/v1/component_pb.js";
import { ListValueSchema, StructValueSchema, ValueSchema, type Value } from "./gen/rpcface/v1/value_pb.js";
import { Media, matches } from "./media.js";
import { hasPixels, pixelsOf } from "./pixels.js";
import { isElements, Tensor, type Elements } from "./tensors.js";

/**
 * What can be given for an input. A number is a float where the input wants one; a whole number
 * beyond 2^53 is a bigint. A file is a Blob or File, bytes where the input is a file, or an
 * ImageBitmap or ImageData where it is a picture; arrays are typed arrays or a `Tensor`.
 */
export type Input =
  | null | boolean | number | bigint | string | Date
  | Blob | ImageBitmap | ImageData | ArrayBuffer | Elements | Tensor | Media
  | readonly Input[] | { readonly [name: string]: Input };

/**
 * What an output is: a whole number that a number can't hold exactly comes as a bigint, an array
 * as a `Tensor`, a file as `Media`; undefined is a value that is newer than this client.
 */
export type Output =
  | null | boolean | number | bigint | string | Tensor | Media | Output[] | { [name: string]: Output } | undefined;

type Kind = Value["kind"];

/** Something given that can't travel: what was wanted, what came, and where in the value. */
export class Unfit extends Error {
  constructor(
    readonly wanted: string,
    readonly came: string,
    readonly pointer = "",
  ) {
    super(`wanted ${wanted}; came ${came}`);
  }
}

/**
 * The value that is most likely wanted for what was given; the server checks it.
 *
 * @throws Unfit where nothing that travels can be made of it.
 */
export async function toValue(given: Input, schema?: Schema): Promise<Value> {
  return create(ValueSchema, { kind: await kindOf(given, schema, "") });
}

async function kindOf(given: Input, schema: Schema | undefined, pointer: string): Promise<Kind> {
  const shape = schema?.shape;
  switch (typeof given) {
    case "boolean":
      return { case: "boolValue", value: given };
    case "string":
      return { case: "textValue", value: given };
    case "bigint":
      return { case: "intValue", value: given };
    case "number":
      return number(given, schema);
    case "object":
      break;
    default:
      throw new Unfit("a value that can travel", typeof given, pointer);
  }
  if (given === null) {
    return { case: "nullValue", value: NullValue.NULL_VALUE };
  }
  if (given instanceof Tensor) {
    return { case: "tensorValue", value: given.toMessage() };
  }
  if (given instanceof Media) {
    return { case: "mediaValue", value: given.toMessage() };
  }
  if (given instanceof Date) {
    const text = given.toISOString();
    const isDate = shape?.case === "textShape" && shape.value.format === "date";
    return { case: "textValue", value: isDate ? text.slice(0, 10) : text };
  }
  if (given instanceof Blob) {
    const data = new Uint8Array(await given.arrayBuffer());
    const name = typeof File !== "undefined" && given instanceof File ? given.name : "";
    const media = new Media(given.type || "application/octet-stream", data, name);
    return { case: "mediaValue", value: media.toMessage() };
  }
  if (hasPixels(given)) {
    const made = await pixelsOf(given, shape?.case === "mediaShape" ? shape.value.decoded : schema);
    return made instanceof Tensor
      ? { case: "tensorValue", value: made.toMessage() }
      : { case: "mediaValue", value: made.toMessage() };
  }
  if (given instanceof ArrayBuffer || isElements(given)) {
    return array(given, schema);
  }
  if (Array.isArray(given)) {
    const item = shape?.case === "listShape" ? shape.value.item : undefined;
    const items = await Promise.all(
      given.map(async (one: Input, index) => ({ kind: await kindOf(one, item, `${pointer}/${index}`) })),
    );
    return { case: "listValue", value: create(ListValueSchema, { items }) };
  }
  const known = new Map(
    shape?.case === "structShape" ? shape.value.fields.map((field) => [field.name, field.schema]) : [],
  );
  const fields = await Promise.all(
    Object.entries(given as Record<string, Input>).map(async ([name, one]) => ({
      name,
      value: { kind: await kindOf(one, known.get(name), `${pointer}/${escaped(name)}`) },
    })),
  );
  return { case: "structValue", value: create(StructValueSchema, { fields }) };
}

function number(given: number, schema: Schema | undefined): Kind {
  const shape = schema?.shape.case;
  const isWhole = Number.isSafeInteger(given) && !Object.is(given, -0);
  return isWhole && shape !== "floatShape"
    ? { case: "intValue", value: BigInt(given) }
    : { case: "floatValue", value: given };
}

function array(given: ArrayBuffer | Elements, schema: Schema | undefined): Kind {
  const shape = schema?.shape;
  if (shape?.case === "mediaShape") {
    const bytes =
      given instanceof ArrayBuffer
        ? new Uint8Array(given)
        : new Uint8Array(given.buffer as ArrayBuffer, given.byteOffset, given.byteLength);
    const exact = shape.value.mediaTypes.filter((one) => !one.includes("*"));
    const mediaType = exact.length === 1 ? exact[0]! : sniffed(bytes, shape.value.mediaTypes);
    return { case: "mediaValue", value: new Media(mediaType, bytes).toMessage() };
  }
  const elements = given instanceof ArrayBuffer ? new Uint8Array(given) : given;
  return { case: "tensorValue", value: new Tensor([elements.length], elements).toMessage() };
}

const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["image/bmp", [0x42, 0x4d]],
];

function sniffed(bytes: Uint8Array, wanted: readonly string[]): string {
  const found = SIGNATURES.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  return found !== undefined && matches(found[0], wanted) ? found[0] : "application/octet-stream";
}

/** What a person makes use of, for a value that came. */
export function fromValue(value: Value): Output {
  const { kind } = value;
  switch (kind.case) {
    case "nullValue":
      return null;
    case "boolValue":
    case "floatValue":
    case "textValue":
      return kind.value;
    case "intValue": {
      const number = Number(kind.value);
      return Number.isSafeInteger(number) ? number : kind.value;
    }
    case "tensorValue":
      return Tensor.fromMessage(kind.value);
    case "mediaValue":
      return Media.fromMessage(kind.value);
    case "listValue":
      return kind.value.items.map(fromValue);
    case "structValue":
      return Object.fromEntries(
        kind.value.fields.map(({ name, value: inner }) => [name, inner && fromValue(inner)]),
      );
    default:
      return undefined;
  }
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
