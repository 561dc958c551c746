/** Files: pictures, sounds, documents. */

import { create } from "@bufbuild/protobuf";
import { MediaSchema, type Media as Message } from "./gen/rpcface/v1/value_pb.js";

/** A file, with its content or with the id under which the server holds that. */
export class Media {
  /**
   * @param mediaType An IANA media type: "image/png".
   * @param data The content; undefined where the server holds it.
   * @param filename A name for people, or "".
   * @param blobId Under which id the server holds it, or "".
   * @param size The length of the content in bytes.
   * @param sha256 The hash of the content; empty where it is not known.
   */
  constructor(
    readonly mediaType: string,
    readonly data: Uint8Array | undefined,
    readonly filename = "",
    readonly blobId = "",
    readonly size: number = data?.length ?? 0,
    readonly sha256: Uint8Array = new Uint8Array(0),
  ) {}

  /** Whether its content is with the server: `Client.download` brings it. */
  get isHeld(): boolean {
    return this.data === undefined;
  }

  /** The content as a Blob, to be shown or saved. Error: the server holds it. */
  blob(): Blob {
    if (this.data === undefined) {
      throw new Error("the server holds the content: client.download(media) brings it");
    }
    return new Blob([this.data as Uint8Array<ArrayBuffer>], { type: this.mediaType });
  }

  /** @internal */
  static fromMessage(message: Message): Media {
    const { content, mediaType, filename, sizeBytes, sha256 } = message;
    return content.case === "data"
      ? new Media(mediaType, content.value, filename)
      : new Media(mediaType, undefined, filename, content.value ?? "", Number(sizeBytes), sha256);
  }

  /** @internal */
  toMessage(): Message {
    return create(MediaSchema, {
      mediaType: this.mediaType,
      filename: this.filename,
      content:
        this.data === undefined
          ? { case: "blobId", value: this.blobId }
          : { case: "data", value: this.data },
    });
  }
}

/** Whether a media type is one of those wanted; "image/*" stands for all images. */
export function matches(mediaType: string, wanted: readonly string[]): boolean {
  const [type] = mediaType.split(";", 1) as [string];
  return wanted.some((pattern) =>
    pattern.endsWith("/*") ? pattern === "*/*" || type.startsWith(pattern.slice(0, -1)) : pattern === type,
  );
}
