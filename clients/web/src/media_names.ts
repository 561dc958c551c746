/** What a file is called, how long it is, and what of it is shown. */

import { Media, Tensor } from "@rpcface/client";
import type { Content } from "./contents.js";

/** The endings that are not what stands behind "/" in the media type. */
const ENDINGS: Readonly<Record<string, string>> = {
  "application/gzip": "gz",
  "application/octet-stream": "bin",
  "audio/mp4": "m4a",
  "audio/mpeg": "mp3",
  "image/jpeg": "jpg",
  "image/svg+xml": "svg",
  "text/markdown": "md",
  "text/plain": "txt",
  "video/quicktime": "mov",
  "video/x-matroska": "mkv",
};

/** What can be opened beside the page: none of these runs a script of this origin. */
const OPENED = /^(image\/(avif|bmp|gif|jpeg|png|webp)|application\/pdf|text\/plain|(audio|video)\/[\w.+-]+)$/;

/** The media type without its parameters; "": not known. */
export function typeOf(value: Content | Tensor): string {
  if (value instanceof Tensor) {
    return "image/png"; // it is saved as one
  }
  const type = value instanceof Media ? value.mediaType : value.type;
  return type.split(";", 1)[0]!.trim().toLowerCase();
}

/** What a file says that it is called; "": nothing. */
export function nameOf(value: Content | Tensor): string {
  return value instanceof Media ? value.filename : value instanceof File ? value.name : "";
}

/** What a file is saved as: its own name, or another with the ending of its type. */
export function fileName(value: Content | Tensor, otherwise: string): string {
  const own = nameOf(value);
  if (/\.\w+$/.test(own)) {
    return own;
  }
  const type = typeOf(value);
  const ending = ENDINGS[type] ?? type.split("/")[1]?.replace(/^x-/, "").replace(/\+.*$/, "");
  return `${own || otherwise}${ending ? `.${ending}` : ""}`;
}

/** Whether its address may be opened beside the page. */
export function isOpened(value: Content): boolean {
  return OPENED.test(typeOf(value));
}

/** A length for people. */
export function sized(bytes: number): string {
  const steps = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 3);
  return `${(bytes / 1000 ** steps).toFixed(steps === 0 ? 0 : 1)} ${["B", "kB", "MB", "GB"][steps]}`;
}
