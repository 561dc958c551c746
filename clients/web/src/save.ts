/** Saving, copying and opening what is shown. */

import { Media, Tensor } from "@rpcface/client";
import type { Content } from "./contents.js";
import { fileName, typeOf } from "./media_names.js";
import type { AddressOf } from "./model.js";
import { addressOfContent, pngOf } from "./pictures.js";

const LATER_MS = 60_000;

/** Saves a file under its name, or under another with the ending of its type; pixels as a PNG. */
export async function save(value: Content | Tensor, otherwise: string, held: AddressOf): Promise<void> {
  const content = value instanceof Tensor ? await pngOf(value, held) : value;
  const { url, release } = await addressOfContent(content, held);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName(value, otherwise);
  link.click();
  setTimeout(release, LATER_MS);
}

/** Opens a file beside the page; only one that `isOpened`. */
export async function open(value: Content, held: AddressOf): Promise<void> {
  const { url, release } = await addressOfContent(value, held);
  const link = document.createElement("a");
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener";
  link.click();
  setTimeout(release, LATER_MS);
}

/** Whether this browser copies pictures here: it does not on pages without TLS. */
export const canCopy = typeof ClipboardItem !== "undefined" && navigator.clipboard !== undefined;

/** Puts a picture on the clipboard. */
export async function copy(value: Content | Tensor, held: AddressOf): Promise<void> {
  const isPng = !(value instanceof Tensor) && typeOf(value) === "image/png";
  const isHere = isPng && !(value instanceof Media && value.isHeld);
  const png = isHere ? (value instanceof Media ? value.blob() : value) : pngOf(value, held);
  await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
}
