/** Large files, on their way to a server and from it. */

import { type Client as Rpc, Code, createClient, type Transport } from "@connectrpc/connect";
import { errorOf, RpcfaceError } from "./errors.js";
import { BlobService, type WriteBlobResponse } from "./gen/rpcface/v1/blob_pb.js";
import { leavable } from "./leaving.js";
import { Media } from "./media.js";
import { Backoff, type Patience, rpcOptions } from "./retries.js";

const CHUNK = 2 ** 20;
const RANGE = 8 * 2 ** 20;
const HASHED = 64 * 2 ** 20;
const FRESH_STARTS = 3;

/** Told how many bytes are done, and how many there are. */
export type Progress = (done: number, total: number) => void;

/** What the server holds of an upload. */
interface Kept {
  readonly id: string;
  readonly committed: number;
  readonly blob: Media | undefined;
}

const NONE: Kept = { id: "", committed: 0, blob: undefined };

/** Takes content to a server and brings it from there, and goes on where a connection breaks. */
export class Blobs {
  /** What was stored before the calls that it is for, or is on its way. */
  readonly ahead = new WeakMap<Blob, Promise<Media>>();
  readonly #rpc: Rpc<typeof BlobService>;

  constructor(transport: Transport) {
    this.#rpc = createClient(BlobService, transport);
  }

  /**
   * Stores content, chunk by chunk, so that it need never be whole in memory.
   *
   * @throws RpcfaceError LIMIT_EXCEEDED: it is too large, or there is no room for it.
   */
  async upload(
    content: Blob,
    mediaType: string,
    filename: string,
    patience: Patience,
    onProgress?: Progress,
  ): Promise<Media> {
    const sha256 = await hashed(content);
    const names = { mediaType, filename, sizeBytes: BigInt(content.size), sha256 };
    const backoff = new Backoff(patience);
    let kept = NONE;
    let isLost = false;
    let starts = 0;
    while (kept.blob === undefined) {
      try {
        if (kept.id === "") {
          const finish = content.size === 0;
          kept = keptOf(await this.#rpc.writeBlob({ ...names, finish }, rpcOptions(patience)));
        } else if (isLost) {
          kept = await this.#found(kept.id, patience);
        } else {
          kept = await this.#next(content, kept, patience);
        }
        isLost = false;
        backoff.gotOn();
        onProgress?.(kept.blob === undefined ? kept.committed : content.size, content.size);
      } catch (error) {
        const { reason } = errorOf(error);
        isLost = true;
        if (
          (reason === "BLOB_GONE" || reason === "BLOB_OFFSET_BEYOND") &&
          kept.id &&
          ++starts <= FRESH_STARTS
        ) {
          kept = reason === "BLOB_GONE" ? NONE : kept;
        } else {
          await backoff.wait(error);
        }
      }
    }
    return kept.blob;
  }

  /** The same, kept for the calls that get the same Blob. */
  async prepare(content: Blob, patience: Patience, onProgress?: Progress): Promise<void> {
    const type = content.type || "application/octet-stream"; // a call says its own
    const stored = this.upload(
      content,
      type,
      content instanceof File ? content.name : "",
      patience,
      onProgress,
    );
    this.ahead.set(content, stored);
    try {
      await stored;
    } catch (error) {
      if (this.ahead.get(content) === stored) {
        this.ahead.delete(content);
      }
      throw error;
    }
  }

  async #next(content: Blob, kept: Kept, patience: Patience): Promise<Kept> {
    const end = Math.min(kept.committed + CHUNK, content.size);
    const data = new Uint8Array(await content.slice(kept.committed, end).arrayBuffer());
    const chunk = { id: kept.id, offsetBytes: BigInt(kept.committed), data, finish: end === content.size };
    return keptOf(await this.#rpc.writeBlob(chunk, rpcOptions(patience)));
  }

  async #found(id: string, patience: Patience): Promise<Kept> {
    const { committedBytes, blob } = await this.#rpc.statBlob({ id }, rpcOptions(patience));
    return { id, committed: Number(committedBytes), blob: blob && Media.fromMessage(blob) };
  }

  /**
   * The content of a medium that the server holds, piece by piece.
   *
   * @throws RpcfaceError BLOB_GONE: it does not hold it any more. BLOB_DAMAGED: less came than it
   * should have.
   */
  async *content(
    media: Media,
    patience: Patience,
    onProgress?: Progress,
  ): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const backoff = new Backoff(patience);
    let at = 0;
    for (let start = -RANGE; at - start === RANGE;) {
      start = at;
      const range = { id: media.blobId, offsetBytes: BigInt(at), limitBytes: BigInt(RANGE) };
      const call = (signal: AbortSignal) => this.#rpc.readBlob(range, rpcOptions({ ...patience, signal }));
      try {
        for await (const { data } of leavable([patience.signal, patience.closed], call)) {
          backoff.gotOn();
          at += data.length;
          onProgress?.(at, Math.max(media.size, at));
          yield data as Uint8Array<ArrayBuffer>;
        }
      } catch (error) {
        await backoff.wait(error);
        start = at - RANGE; // goes on where it broke
      }
    }
    if (at < media.size) {
      throw new RpcfaceError(`wanted ${media.size} bytes of blob ${media.blobId}; came ${at}`, {
        code: Code.DataLoss,
        reason: "BLOB_DAMAGED",
      });
    }
  }
}

function keptOf({ id, committedBytes, blob }: WriteBlobResponse): Kept {
  return { id, committed: Number(committedBytes), blob: blob && Media.fromMessage(blob) };
}

/** The hash by which a server knows content that it has; none where that is too dear. */
async function hashed(content: Blob): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto;
  if (subtle === undefined || content.size > HASHED) {
    return new Uint8Array(0); // browsers have none on pages without TLS, and hash no streams
  }
  return new Uint8Array(await subtle.digest("SHA-256", await content.arrayBuffer()));
}
