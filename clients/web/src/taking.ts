/** Which files a place takes. */

import type { Component, Schema } from "@rpcface/client/protos";

/** What a place for files takes. */
export interface Taking {
  /** Media types, "image/*" for all images; none: any. */
  readonly mediaTypes: readonly string[];
  /** Endings of names, ".ply"; none: any. */
  readonly extensions: readonly string[];
  /** The greatest file in bytes, if the server takes that many at all. */
  readonly maxBytes: number;
  /** How many files there may be in all. */
  readonly maxFiles: number;
}

type Shape = NonNullable<Component["schema"]>["shape"];

/** What the inputs of a component take: it is a file, or a list of files or of structs with one. */
export function takingOf({ schema }: Component): Taking {
  const media = mediaIn(schema);
  const list = schema?.shape.case === "listShape" ? schema.shape.value : undefined;
  return {
    mediaTypes: media?.mediaTypes ?? [],
    extensions: media?.extensions ?? [],
    maxBytes: Number(media?.maxSizeBytes) || Infinity,
    maxFiles: list === undefined ? 1 : Number(list.maxItems) || Infinity,
  };
}

function mediaIn(schema: Schema | undefined): Extract<Shape, { case: "mediaShape" }>["value"] | undefined {
  switch (schema?.shape.case) {
    case "mediaShape":
      return schema.shape.value;
    case "listShape":
      return mediaIn(schema.shape.value.item);
    case "structShape":
      return schema.shape.value.fields.map((field) => mediaIn(field.schema)).find((found) => found !== undefined);
    default:
      return undefined;
  }
}

/** What the browser's dialog offers. */
export function acceptOf({ mediaTypes, extensions }: Taking): string {
  return [...extensions, ...mediaTypes].join(",");
}
