/** Values that stand where a person has given none. */

import { Tensor, type Input } from "@rpcface/client";
import type { Schema } from "@rpcface/client/protos";
import { DataType } from "@rpcface/client/protos";
import { natural } from "../values.js";

/** Endings of file names by media type; "image/*" is any image. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/^image\/jpe?g/, "jpg"],
  [/^image\/svg/, "svg"],
  [/^image\/(gif|webp|bmp|tiff|png)/, "$1"],
  [/^image\//, "png"],
  [/^audio\/mpeg/, "mp3"],
  [/^audio\/(flac|ogg)/, "$1"],
  [/^audio\//, "wav"],
  [/^video\/(webm|ogg)/, "$1"],
  [/^video\//, "mp4"],
  [/^text\/(html|csv|css)/, "$1"],
  [/^text\//, "txt"],
  [/^application\/(pdf|json|zip)/, "$1"],
];

/** How the name of a file of that type ends, without the dot. */
export function endingOf(mediaType: string): string {
  const found = ENDINGS.find(([pattern]) => pattern.test(mediaType));
  return found === undefined ? "bin" : (found[0].exec(mediaType)?.[1] ?? found[1]);
}

/** Whether it is text that must not be shown, or has such text in it. */
export function isSecret(schema: Schema | undefined): boolean {
  const shape = schema?.shape;
  switch (shape?.case) {
    case "textShape":
      return shape.value.format === "password";
    case "listShape":
      return isSecret(shape.value.item);
    case "structShape":
      return shape.value.fields.some((field) => isSecret(field.schema));
    default:
      return false;
  }
}

/** A value that a schema most likely takes; a file is a placeholder called `name`. */
export function sample(schema: Schema | undefined, name: string): Input {
  const shape = schema?.shape;
  switch (shape?.case) {
    case "boolShape":
      return false;
    case "intShape":
    case "floatShape": {
      const { minimum, maximum } = shape.value;
      const bound = minimum ?? maximum;
      const isZero = (minimum === undefined || minimum <= 0) && (maximum === undefined || maximum >= 0);
      return isZero ? 0 : (bound ?? 0);
    }
    case "textShape":
      return { date: "now", "date-time": "now", color: "#1e90ff", email: "you@example.org" }[shape.value.format] ?? "…";
    case "choiceShape":
      return (natural(shape.value.choices[0]?.value) ?? "…") as Input;
    case "tensorShape": {
      const lengths = shape.value.dimensions.map((length) => (length < 0n ? 2 : Number(length)));
      const count = lengths.reduce((product, length) => product * length, 1);
      const kind = shape.value.dataTypes[0];
      return kind === DataType.UINT8
        ? new Tensor(lengths, new Uint8Array(count))
        : new Tensor(lengths, new Float64Array(count));
    }
    case "mediaShape": {
      const [type = ""] = shape.value.mediaTypes;
      const ending = shape.value.extensions[0]?.replace(/^\./, "") ?? endingOf(type);
      return new File([], `${name}.${ending}`, type.includes("*") ? {} : { type });
    }
    case "listShape":
      return Array.from({ length: Number(shape.value.minItems) }, () => sample(shape.value.item, name));
    case "structShape": {
      const needed = shape.value.fields.filter(({ defaultValue }) => defaultValue === undefined);
      return Object.fromEntries(needed.map((field) => [field.name, sample(field.schema, field.name)]));
    }
    default:
      return nullOr(schema);
  }
}

function nullOr(schema: Schema | undefined): Input {
  return schema?.nullable || schema?.shape.case === "anyShape" ? null : "…";
}
