/** Which files a place takes. */

import type { Description } from "@rpcface/client";
import type { Component, Schema } from "@rpcface/client/protos";
import { sized } from "./media_names.js";
import { say } from "./words.js";

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

/** Why a file is not taken; undefined: it is, as far as its name, type and length tell. */
export function refusal(file: File, taking: Taking, server: Description | undefined): string | undefined {
  const { name } = file;
  if (!isWanted(file, taking)) {
    return say("{name} is not taken here: it wants {kinds}", { name, kinds: kindsOf(taking) });
  }
  const most = Math.min(taking.maxBytes, greatest(server));
  if (file.size > most) {
    const sizes = { size: sized(file.size), most: sized(most) };
    return say("{name} is too large: it has {size}, and at most {most} are taken", { name, ...sizes });
  }
  return undefined;
}

/** Whether its type and name are wanted. A type that the browser does not know is the server's to see. */
export function isWanted({ name, type }: File, { mediaTypes, extensions }: Taking): boolean {
  const ending = name.toLowerCase();
  const hasType = mediaTypes.length === 0 || type === "" || mediaTypes.some((wanted) => isOf(type, wanted));
  return hasType && (extensions.length === 0 || extensions.some((one) => ending.endsWith(one.toLowerCase())));
}

/** Whether a media type is one, or of the kind, of a pattern such as "image/*". */
export function isOf(type: string, pattern: string): boolean {
  return pattern.endsWith("/*") ? pattern === "*/*" || type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

/** The greatest file that a server takes, with a call or before it. */
function greatest(server: Description | undefined): number {
  return Math.max(server?.maxBlobBytes ?? 0, server?.maxRequestBytes ?? 0) || Infinity;
}

function kindsOf({ mediaTypes, extensions }: Taking): string {
  const names = mediaTypes.map((type) => type.replace(/\/\*$/, "").replace(/^\w+\/(x-)?/, ""));
  return [...extensions, ...new Set(names)].join(", ");
}
