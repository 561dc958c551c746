/** Media types, and what they are of content that does not say. */

import type { Schema } from "./gen/rpcface/v1/component_pb.js";

const UNKNOWN = "application/octet-stream";

/** What content begins with, by its type: bytes, of which undefined is any. */
const SIGNATURES: readonly (readonly [string, readonly (number | undefined)[]])[] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", [0x52, 0x49, 0x46, 0x46, ...Array<undefined>(4), 0x57, 0x45, 0x42, 0x50]],
  ["image/bmp", [0x42, 0x4d]],
  ["image/tiff", [0x49, 0x49, 0x2a, 0x00]],
  ["image/tiff", [0x4d, 0x4d, 0x00, 0x2a]],
  ["audio/wav", [0x52, 0x49, 0x46, 0x46, ...Array<undefined>(4), 0x57, 0x41, 0x56, 0x45]],
  ["audio/flac", [0x66, 0x4c, 0x61, 0x43]],
  ["audio/ogg", [0x4f, 0x67, 0x67, 0x53]],
  ["audio/mpeg", [0x49, 0x44, 0x33]],
];

const LONGEST = 12;

/** Whether a media type is one of those wanted; "image/*" stands for all images. */
export function matches(mediaType: string, wanted: readonly string[]): boolean {
  const [type] = mediaType.split(";", 1) as [string];
  return wanted.some((pattern) =>
    pattern.endsWith("/*") ? pattern === "*/*" || type.startsWith(pattern.slice(0, -1)) : pattern === type,
  );
}

/** The type of content that is given for an input: the only one that it takes, or what it begins as. */
export async function typeOfContent(content: Blob | Uint8Array, schema: Schema | undefined): Promise<string> {
  const wanted = schema?.shape.case === "mediaShape" ? schema.shape.value.mediaTypes : [];
  if (wanted.length === 1 && !wanted[0]!.includes("*")) {
    return wanted[0]!;
  }
  const begin = content.slice(0, LONGEST);
  const bytes = begin instanceof Blob ? new Uint8Array(await begin.arrayBuffer()) : begin;
  const found = SIGNATURES.find(([, start]) =>
    start.every((byte, at) => byte === undefined || bytes[at] === byte),
  );
  return found !== undefined && matches(found[0], wanted) ? found[0] : UNKNOWN;
}
