/** Files: pictures, sounds, documents. */

import type { Media as Message } from "./gen/rpcface/v1/value_pb.js";

/** A file, with its content or with the id under which the server holds that. */
export class Media {
  /** The length of the content in bytes. */
  readonly size: number;
  /** The hash of the content; empty where it is not known. */
  readonly sha256: Uint8Array;

  /** A file with its content; `Client.upload` makes one that the server holds. */
  constructor(
    /** An IANA media type: "image/png". */
    readonly mediaType: string,
    /** The content; undefined where the server holds it. */
    readonly content: Blob | Uint8Array | undefined,
    /** A name for people, or "". */
    readonly filename = "",
    /** Under which id the server holds it, or "". */
    readonly blobId = "",
    known: Partial<Pick<Media, "size" | "sha256">> = {},
  ) {
    this.size = content instanceof Blob ? content.size : (content?.length ?? known.size ?? 0);
    this.sha256 = known.sha256 ?? new Uint8Array(0);
  }

  /** Whether its content is with the server: `Client.download` brings it, `Client.content` piece by piece. */
  get isHeld(): boolean {
    return this.content === undefined;
  }

  /**
   * The content as a Blob, to be shown or saved.
   *
   * @throws Error: the server holds it.
   */
  blob(): Blob {
    if (this.content === undefined) {
      throw new Error("the server holds the content: client.download(media) brings it");
    }
    return new Blob([this.content as Blob | Uint8Array<ArrayBuffer>], { type: this.mediaType });
  }

  /**
   * The content in bytes.
   *
   * @throws Error: the server holds it.
   */
  async bytes(): Promise<Uint8Array> {
    return this.content instanceof Uint8Array
      ? this.content
      : new Uint8Array(await this.blob().arrayBuffer());
  }

  /** @internal */
  static fromMessage(message: Message): Media {
    const { content, mediaType, filename, sizeBytes, sha256 } = message;
    return content.case === "data"
      ? new Media(mediaType, content.value, filename)
      : new Media(mediaType, undefined, filename, content.value ?? "", { size: Number(sizeBytes), sha256 });
  }
}
