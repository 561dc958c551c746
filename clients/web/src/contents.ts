/** Which values are files, and pictures. */

import { Media, Tensor, type Input, type Output } from "@rpcface/client";

/** Something that is a file. */
export type Content = Media | Blob;

/** Whether a value is a file. */
export function isContent(value: Input | Output): value is Content {
  return value instanceof Media || value instanceof Blob;
}

/** Whether a value can be a picture. */
export function isPicture(value: Input | Output): value is Content | Tensor {
  return isContent(value) || value instanceof Tensor;
}
