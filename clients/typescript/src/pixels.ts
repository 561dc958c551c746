/** Pictures that are in memory already: no codec needs to run to send them. */

import type { Schema } from "./gen/rpcface/v1/component_pb.js";
import { Media } from "./media.js";
import { Tensor } from "./tensors.js";

/**
 * The pixels as a tensor [height, width, channels] where the schema takes one of three or four
 * channels, else as a PNG. What is transparent is laid over white where there is no alpha.
 */
export async function pixelsOf(
  given: ImageBitmap | ImageData,
  decoded: Schema | undefined,
): Promise<Tensor | Media> {
  const shape = decoded?.shape;
  const channels = shape?.case === "tensorShape" ? Number(shape.value.dimensions.at(-1) ?? -1) : 0;
  if (channels !== 3 && channels !== 4 && channels !== -1) {
    const png = await canvasOf(given).convertToBlob({ type: "image/png" });
    return new Media("image/png", new Uint8Array(await png.arrayBuffer()));
  }
  const image =
    "data" in given ? given : context(canvasOf(given)).getImageData(0, 0, given.width, given.height);
  const size = [image.height, image.width] as const;
  return channels === 3
    ? new Tensor([...size, 3], withoutAlpha(image.data as Uint8ClampedArray))
    : new Tensor([...size, 4], image.data as Uint8ClampedArray);
}

function canvasOf(given: ImageBitmap | ImageData): OffscreenCanvas {
  const canvas = new OffscreenCanvas(given.width, given.height);
  if ("data" in given) {
    context(canvas).putImageData(given, 0, 0);
  } else {
    context(canvas).drawImage(given, 0, 0);
  }
  return canvas;
}

function context(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const found = canvas.getContext("2d");
  if (found === null) {
    throw new Error("this browser has no 2D canvas off screen");
  }
  return found;
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    const alpha = rgba[from + 3]!;
    for (let channel = 0; channel < 3; channel += 1) {
      const color = rgba[from + channel]!;
      rgb[to + channel] = alpha === 255 ? color : Math.round((color * alpha) / 255 + 255 - alpha);
    }
  }
  return rgb;
}
