/** Values as a person writes them in TypeScript, to and from those that travel. */

import { create } from "@bufbuild/protobuf";
import { NullValue } from "@bufbuild/protobuf/wkt";
import type { Schema } from "./gen/rpcface/v1/component_pb.js";
import {
  ListValueSchema,
  MediaSchema,
  StructValueSchema,
  ValueSchema,
  type Media as MediaMessage,
  type Value,
} from "./gen/rpcface/v1/value_pb.js";
import { Media } from "./media.js";
import { typeOfContent } from "./media_types.js";
import { bigint, moment, number, text } from "./scalars.js";
import { isElements, Tensor, type Elements } from "./tensors.js";
import { Unfit } from "./unfit.js";

/**
 * What can be given for an input.
 *
 * - A number is a float where the input wants one, else an integer where it is whole. A whole
 *   number beyond 2^53 is a `bigint`.
 * - A file is a `Blob` or `File`, bytes where the input is a file, or `Media`; a picture also an
 *   `ImageBitmap`, `ImageData`, or a `Tensor` of [height, width, channels].
 * - Arrays of numbers are typed arrays, of one dimension, or a `Tensor`.
 * - A `Date` is a moment in UTC: its first ten letters where the input wants a date.
 * - Lists are arrays, structs plain objects; a field that is undefined is left out.
 */
export type Input =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Blob
  | ImageBitmap
  | ImageData
  | ArrayBuffer
  | DataView
  | Elements
  | Tensor
  | Media
  | readonly Input[]
  | { readonly [name: string]: Input | undefined };

/**
 * What an output is: a whole number that a number can't hold exactly comes as a bigint, an array
 * as a `Tensor`, a file as `Media`; undefined is a value that is newer than this client.
 */
export type Output =
  | null
  | boolean
  | number
  | bigint
  | string
  | Tensor
  | Media
  | Output[]
  | { [name: string]: Output }
  | undefined;

type Kind = Value["kind"];

/** Media of a value whose content is still to be put in, or to be stored. */
export interface Unfilled {
  readonly message: MediaMessage;
  readonly content: Blob | Uint8Array;
}

/** The contract's limit on lists and structs in each other. */
const DEEPEST = 24;

/**
 * The value that is most likely wanted for what was given; the server checks it.
 *
 * @throws Unfit where nothing that travels can be made of it.
 */
export async function toValue(given: Input, schema?: Schema): Promise<Value> {
  const unfilled: Unfilled[] = [];
  const value = await valueOf(given, schema, unfilled);
  await Promise.all(unfilled.map(fill));
  return value;
}

/** The same; media whose content the value still lacks are added to `unfilled`. */
export async function valueOf(
  given: Input,
  schema: Schema | undefined,
  unfilled: Unfilled[],
): Promise<Value> {
  return create(ValueSchema, { kind: await new Reader(unfilled).kindOf(given, schema, "", 0) });
}

/** Puts the content of a medium into its message. */
export async function fill({ message, content }: Unfilled): Promise<void> {
  const data = content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
  message.content = { case: "data", value: data };
}

class Reader {
  constructor(readonly unfilled: Unfilled[]) {}

  async kindOf(
    given: Input | undefined,
    schema: Schema | undefined,
    pointer: string,
    depth: number,
  ): Promise<Kind> {
    switch (typeof given) {
      case "boolean":
        return { case: "boolValue", value: given };
      case "string":
        return { case: "textValue", value: text(given, pointer) };
      case "bigint":
        return bigint(given, schema, pointer);
      case "number":
        return number(given, schema, pointer);
      case "object":
        return given === null
          ? { case: "nullValue", value: NullValue.NULL_VALUE }
          : await this.#object(given, schema, pointer, depth);
      default:
        throw new Unfit("a value that can travel", typeof given, pointer);
    }
  }

  async #object(
    given: Input & object,
    schema: Schema | undefined,
    pointer: string,
    depth: number,
  ): Promise<Kind> {
    const shape = schema?.shape;
    if (given instanceof Tensor) {
      return { case: "tensorValue", value: given.toMessage() };
    }
    if (given instanceof Media) {
      return this.#media(given);
    }
    if (given instanceof Date) {
      return { case: "textValue", value: moment(given, schema, pointer) };
    }
    if (given instanceof Blob) {
      const type = given.type || (await typeOfContent(given, schema));
      return this.#media(new Media(type, given, given instanceof File ? given.name : ""));
    }
    if (hasPixels(given)) {
      const { pixelsOf } = await import("./pixels.js");
      const made = await pixelsOf(given, shape?.case === "mediaShape" ? shape.value.decoded : schema);
      return made instanceof Tensor ? { case: "tensorValue", value: made.toMessage() } : this.#media(made);
    }
    if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) {
      return await this.#array(given, schema, pointer, depth);
    }
    if (depth === DEEPEST) {
      throw new Unfit(`lists and structs at most ${DEEPEST} deep`, "deeper ones", pointer);
    }
    if (Array.isArray(given)) {
      return await this.#list(given, schema, pointer, depth);
    }
    if (!isPlain(given)) {
      throw new Unfit("a value that can travel", `a ${given.constructor?.name || "strange object"}`, pointer);
    }
    const known = new Map(
      shape?.case === "structShape" ? shape.value.fields.map((field) => [field.name, field.schema]) : [],
    );
    const there = Object.entries(given as Record<string, Input | undefined>).filter(
      ([, one]) => one !== undefined,
    );
    const fields = await Promise.all(
      there.map(async ([name, one]) => {
        const inner = `${pointer}/${escaped(name)}`;
        return {
          name: text(name, inner),
          value: { kind: await this.kindOf(one, known.get(name), inner, depth + 1) },
        };
      }),
    );
    return { case: "structValue", value: create(StructValueSchema, { fields }) };
  }

  async #list(
    given: readonly Input[],
    schema: Schema | undefined,
    pointer: string,
    depth: number,
  ): Promise<Kind> {
    const item = schema?.shape.case === "listShape" ? schema.shape.value.item : undefined;
    const items = await Promise.all(
      Array.from(given, async (one, index) => ({
        kind: await this.kindOf(one, item, `${pointer}/${index}`, depth + 1),
      })),
    );
    return { case: "listValue", value: create(ListValueSchema, { items }) };
  }

  async #array(
    given: ArrayBuffer | ArrayBufferView,
    schema: Schema | undefined,
    pointer: string,
    depth: number,
  ): Promise<Kind> {
    const bytes =
      given instanceof ArrayBuffer
        ? new Uint8Array(given)
        : new Uint8Array(given.buffer as ArrayBuffer, given.byteOffset, given.byteLength);
    if (schema?.shape.case === "mediaShape") {
      return this.#media(new Media(await typeOfContent(bytes, schema), bytes));
    }
    const elements = isElements(given) ? given : bytes;
    if (schema?.shape.case === "listShape") {
      return await this.#list(Array.from(elements as ArrayLike<number | bigint>), schema, pointer, depth);
    }
    return { case: "tensorValue", value: new Tensor([elements.length], elements).toMessage() };
  }

  #media(given: Media): Kind {
    const { mediaType, filename, content } = given;
    const message = create(MediaSchema, { mediaType, filename });
    if (content === undefined) {
      message.content = { case: "blobId", value: given.blobId };
    } else {
      this.unfilled.push({ message, content });
    }
    return { case: "mediaValue", value: message };
  }
}

/** Whether it is a picture in memory. */
function hasPixels(given: object): given is ImageBitmap | ImageData {
  return (
    (typeof ImageBitmap !== "undefined" && given instanceof ImageBitmap) ||
    (typeof ImageData !== "undefined" && given instanceof ImageData)
  );
}

function isPlain(given: object): boolean {
  const prototype = Object.getPrototypeOf(given);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const known = new WeakMap<object, Tensor | Media | undefined>();

/**
 * What is made of a message, and of the same message again, such as that of a picture beside which
 * a text grows: who draws it sees that it has not changed.
 */
function same<M extends object, T extends Tensor | Media | undefined>(
  message: M,
  make: (message: M) => T,
): T {
  if (!known.has(message)) {
    known.set(message, make(message));
  }
  return known.get(message) as T;
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
      return same(kind.value, Tensor.fromMessage);
    case "mediaValue":
      return same(kind.value, Media.fromMessage);
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
