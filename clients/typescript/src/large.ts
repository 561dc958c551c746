/** Which files of a call are uploaded before it, and what becomes of the others. */

import { Code } from "@connectrpc/connect";
import type { Blobs, Progress } from "./blobs.js";
import { RpcfaceError } from "./errors.js";
import { unlessLeft } from "./leaving.js";
import type { Media } from "./media.js";
import { fill, type Unfilled } from "./natural.js";
import type { Patience } from "./retries.js";

/** The most bytes of a file that goes or comes inline where it could be a blob. */
export const INLINE = 16 * 2 ** 20;

/** What a blob takes in a request, and the rest of it beside the files, at the most. */
const ID = 256;
const REST = 64 * 1024;

/** What a server takes. */
export interface Limits {
  /** The greatest request in bytes. */
  readonly maxRequestBytes: number;
  /** The greatest file that can be uploaded, in bytes; 0: none can. */
  readonly maxBlobBytes: number;
}

/** A medium of that field: "inputs.NAME". */
export interface File extends Unfilled {
  readonly field: string;
}

/** Uploads files of one call. What was uploaded for it is not sent again, however often it is tried. */
export class Uploads {
  readonly #blobs: Blobs;
  readonly #patience: Patience;
  readonly #onProgress: Progress | undefined;
  readonly #stored = new Map<Blob | Uint8Array, Media>();

  constructor(blobs: Blobs, patience: Patience, onProgress: Progress | undefined) {
    this.#blobs = blobs;
    this.#patience = patience;
    this.#onProgress = onProgress;
  }

  /**
   * Puts the content of files into their values: of large ones the id of what was uploaded.
   *
   * @throws RpcfaceError LIMIT_EXCEEDED: one is larger than the server takes, or there is no room.
   */
  async fill(files: readonly File[], limits: Limits): Promise<void> {
    const large = chosen(files, limits);
    const contents = new Map(large.map((file) => [file.content, file.message]));
    const total = [...contents.keys()].reduce((sum, content) => sum + sizeOf(content), 0);
    let before = 0;
    for (const [content, { mediaType, filename }] of contents) {
      if (!this.#stored.has(content)) {
        const blob = content instanceof Blob ? content : new Blob([content as Uint8Array<ArrayBuffer>]);
        const told: Progress = (done) => this.#onProgress?.(before + done, total);
        const stored =
          (await this.#storedAhead(blob)) ??
          (await this.#blobs.upload(blob, mediaType, filename, this.#patience, told));
        this.#stored.set(content, stored);
      }
      before += sizeOf(content);
    }
    for (const { message, content } of large) {
      message.content = { case: "blobId", value: this.#stored.get(content)!.blobId };
    }
    await Promise.all(files.filter((file) => !large.includes(file)).map(fill));
  }

  /** Forgets what was stored: the server has let go of it. Returns whether there was something. */
  forget(): boolean {
    const isThere = this.#stored.size > 0;
    for (const content of this.#stored.keys()) {
      if (content instanceof Blob) {
        this.#blobs.ahead.delete(content);
      }
    }
    this.#stored.clear();
    return isThere;
  }

  /** What was stored of it before the call, which may be on its way; undefined: nothing, or that failed. */
  async #storedAhead(content: Blob): Promise<Media | undefined> {
    const { signal, closed } = this.#patience;
    const stored = this.#blobs.ahead.get(content)?.catch(() => undefined);
    return stored && (await unlessLeft(stored, signal, closed));
  }
}

/** Whether a file is stored before a call, even if it is the only one. */
export function isLarge(size: number, { maxRequestBytes, maxBlobBytes }: Limits): boolean {
  return maxBlobBytes > 0 && (size > INLINE || size + REST > maxRequestBytes);
}

/** Those above `INLINE`, and as many of the others, the largest first, as would make the request too long. */
function chosen(files: readonly File[], { maxRequestBytes, maxBlobBytes }: Limits): File[] {
  if (maxBlobBytes === 0) {
    return [];
  }
  const bySize = [...files].sort((one, other) => sizeOf(other.content) - sizeOf(one.content));
  let size = REST + files.reduce((sum, { content }) => sum + sizeOf(content), 0);
  const large = bySize.filter(({ content }) => {
    const own = sizeOf(content);
    const isLarge = own > INLINE || (size > maxRequestBytes && own > ID);
    size -= isLarge ? own - ID : 0;
    return isLarge;
  });
  const most = large.find(({ content }) => sizeOf(content) > maxBlobBytes);
  if (most !== undefined) {
    const told = `has ${sizeOf(most.content)} bytes; the server takes at most ${maxBlobBytes}`;
    throw new RpcfaceError(`${most.field}: it ${told}`, {
      code: Code.ResourceExhausted,
      reason: "LIMIT_EXCEEDED",
      metadata: { limit: "max_blob_bytes" },
    });
  }
  return large;
}

function sizeOf(content: Blob | Uint8Array): number {
  return content instanceof Blob ? content.size : content.length;
}
