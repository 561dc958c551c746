/** Values as code: what is the same in every language. */

import { Media, Tensor, type Input, type Output } from "@rpcface/client";
import type { Schema } from "@rpcface/client/protos";
import type { Code } from "./layout.js";
import { endingOf, isSecret, sample } from "./samples.js";

/** How a language writes values. */
export interface Dialect {
  readonly nothing: Code;
  truth(value: boolean): Code;
  /** A whole number of 64 bits, as its digits. */
  whole(digits: string): Code;
  /** A number that is not whole, or that is meant as such. */
  float(value: number): Code;
  text(value: string): Code;
  list(items: readonly Code[]): Code;
  struct(fields: readonly (readonly [string, Code])[]): Code;
  tensor(value: Tensor): Code;
  file(value: Named): Code;
}

/** A file, which snippets name and don't hold. */
export interface Named {
  /** What it is called in the snippet. */
  readonly name: string;
  /** "": not known. */
  readonly mediaType: string;
  /** The name that is sent with it; "": none. */
  readonly filename: string;
  /** Under which id the server holds it; "": it does not. */
  readonly blobId: string;
}

/** The largest array that is written out; zeros stand for larger ones. */
export const MOST_ELEMENTS = 64;

/**
 * A value as code, in the form in which the page itself would send it.
 *
 * @param place What a file is called that has no name.
 */
export function written(value: Input | Output, schema: Schema | undefined, dialect: Dialect, place: string): Code {
  switch (typeof value) {
    case "undefined":
      return written(sample(schema, place), schema, dialect, place);
    case "boolean":
      return dialect.truth(value);
    case "bigint":
      return BigInt.asIntN(64, value) === value ? dialect.whole(String(value)) : dialect.float(Number(value));
    case "number":
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? dialect.whole(String(value))
        : dialect.float(value);
    case "string":
      return dialect.text(isSecret(schema) ? "…" : value);
    default:
      return object(value, schema, dialect, place);
  }
}

function object(value: (Input | Output) & object | null, schema: Schema | undefined, dialect: Dialect, place: string): Code {
  if (value === null) {
    return dialect.nothing;
  }
  if (value instanceof Tensor) {
    return dialect.tensor(value);
  }
  if (value instanceof Media || value instanceof Blob) {
    return dialect.file(named(value, schema, place));
  }
  const shape = schema?.shape;
  if (Array.isArray(value)) {
    const item = shape?.case === "listShape" ? shape.value.item : undefined;
    return dialect.list(
      value.map((one: Input | Output, at) => written(one, item, dialect, value.length > 1 ? `${place}_${at}` : place)),
    );
  }
  const known = new Map(shape?.case === "structShape" ? shape.value.fields.map((field) => [field.name, field]) : []);
  const parts = Object.entries(value as Record<string, Input | Output>).filter(
    ([name, part]) => part !== undefined || (known.has(name) && known.get(name)?.defaultValue === undefined),
  );
  return dialect.struct(
    parts.map(([name, part]) => [name, written(part, known.get(name)?.schema, dialect, `${place}_${name}`)]),
  );
}

function named(value: Media | Blob, schema: Schema | undefined, place: string): Named {
  const shape = schema?.shape;
  const wanted = shape?.case === "mediaShape" ? shape.value.mediaTypes : [];
  const only = wanted.length === 1 && !wanted[0]!.includes("*") ? wanted[0]! : "";
  const isMedia = value instanceof Media;
  const mediaType = (isMedia ? value.mediaType : value.type) || only;
  const filename = isMedia ? value.filename : value instanceof File ? value.name : "";
  const name = filename || `${place.replace(/[^\p{L}\p{N}_]+/gu, "_")}.${endingOf(mediaType || (wanted[0] ?? ""))}`;
  return { name, mediaType, filename, blobId: isMedia ? value.blobId : "" };
}

/** The elements of a small array, in lists as its shape says; zeros, which are truths as `dialect` has them. */
export function elements(tensor: Tensor, of: (element: number | bigint) => Code, list: Dialect["list"]): Code {
  const { shape, data, type } = tensor;
  const numbers = Array.from(data as ArrayLike<number | bigint>, (one) => (type === "float16" ? half(Number(one)) : one));
  const nest = (axis: number, from: number, count: number): Code => {
    if (axis === shape.length) {
      return of(numbers[from]!);
    }
    const size = count / shape[axis]!;
    return list(Array.from({ length: shape[axis]! }, (_, at) => nest(axis + 1, from + at * size, size)));
  };
  return nest(0, 0, numbers.length);
}

/** The number that 16 bits stand for. */
function half(bits: number): number {
  const [sign, power, rest] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (power === 31) {
    return rest === 0 ? sign * Infinity : NaN;
  }
  return sign * (power === 0 ? rest * 2 ** -24 : (1 + rest / 1024) * 2 ** (power - 15));
}

/** A number with a point or an exponent, as most languages read it; not for NaN and the infinities. */
export function pointed(value: number): string {
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /^-?\d+$/.test(text) ? (text.length < 17 ? `${text}.0` : exponential(text, value)) : text;
}

function exponential(digits: string, value: number): string {
  return Number(value.toExponential()) === value ? value.toExponential() : `${digits}.0`;
}

/** Characters that no one would see, or that change the order of others: all but spaces of the usual kind. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** A text in double quotes, with the escapes that C has; `escaped` writes other characters that are not seen. */
export function quoted(text: string, escaped: (code: number) => string): string {
  const SHORT: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const inside = Array.from(text, (one) => SHORT[one] ?? (UNSEEN.test(one) ? escaped(one.codePointAt(0)!) : one));
  return `"${inside.join("")}"`;
}

/** Hexadecimal digits, as many as are asked for. */
export function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
