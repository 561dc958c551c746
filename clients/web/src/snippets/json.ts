/** Values in JSON: as a person writes them, and as protobuf does. */

import { type Code } from "./layout.js";
import { type Dialect, MOST_ELEMENTS, type Named, elements, hex, pointed, quoted } from "./values.js";

/**
 * JSON as the command line and addresses have it: whole numbers have all their digits, NaN and the
 * infinities stand as in JavaScript, and a file is its name.
 */
export const plain: Dialect = {
  nothing: "null",
  truth: String,
  whole: (digits) => digits,
  float: (value) => (Number.isFinite(value) ? pointed(value) : String(value)),
  text,
  list,
  struct: (fields) => object(fields),
  tensor: (tensor) => {
    const of = (element: number | bigint) =>
      tensor.type === "bool"
        ? String(Boolean(element))
        : typeof element === "bigint" || !tensor.type.startsWith("float")
          ? String(element)
          : Number.isFinite(element)
            ? pointed(element)
            : String(element);
    return elements(tensor, of, list);
  },
  file: ({ name }) => text(name),
};

/** What stands for content in JSON, which a shell puts in. */
export interface Contents {
  /** The content of a file in base64. */
  file(name: string): string;
  /** So many zeros in base64. */
  zeros(count: number): string;
}

/** Protobuf's JSON form of `rpcface.v1.Value`. */
export function message(contents: Contents): Dialect {
  return {
    nothing: '{"nullValue": null}',
    truth: (value) => `{"boolValue": ${value}}`,
    whole: (digits) => `{"intValue": ${Number.isSafeInteger(Number(digits)) ? digits : text(digits)}}`,
    float: (value) => `{"floatValue": ${Number.isFinite(value) ? pointed(value) : text(String(value))}}`,
    text: (value) => `{"textValue": ${text(value)}}`,
    list: (items) => object([["listValue", object([["items", list(items)]])]]),
    struct: (fields) => {
      const named = fields.map(([name, value]) =>
        object([
          ["name", text(name)],
          ["value", value],
        ]),
      );
      return object([["structValue", object([["fields", list(named)]])]]);
    },
    tensor: ({ data, shape, type }) => {
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      const isSmall = data.length <= MOST_ELEMENTS;
      const encoded = isSmall ? btoa(String.fromCharCode(...bytes)) : contents.zeros(bytes.length);
      const fields = [
        ["dataType", text(`DATA_TYPE_${type.toUpperCase()}`)],
        ["shape", `[${shape.join(", ")}]`],
        ["data", `"${encoded}"`],
      ] as const;
      return object([["tensorValue", object(fields)]]);
    },
    file: (file) => object([["mediaValue", object(medium(file, contents))]]),
  };
}

function medium({ name, mediaType, filename, blobId }: Named, contents: Contents): (readonly [string, Code])[] {
  const fields: (readonly [string, Code])[] = [["mediaType", text(mediaType || "application/octet-stream")]];
  if (filename !== "") {
    fields.push(["filename", text(filename)]);
  }
  fields.push(blobId === "" ? ["data", `"${contents.file(name)}"`] : ["blobId", text(blobId)]);
  return fields;
}

/** An object of JSON. */
export function object(fields: readonly (readonly [string, Code])[]): Code {
  return { open: "{", parts: fields.map(([name, code]) => [`${text(name)}: `, code]), close: "}" };
}

function list(items: readonly Code[]): Code {
  return { open: "[", parts: items.map((item) => ["", item]), close: "]" };
}

/** A text of JSON. */
export function text(value: string): string {
  return quoted(value, (code) =>
    Array.from({ length: code > 0xffff ? 2 : 1 }, (_, at) => String.fromCodePoint(code).charCodeAt(at))
      .map((unit) => `\\u${hex(unit, 4)}`)
      .join(""),
  );
}
