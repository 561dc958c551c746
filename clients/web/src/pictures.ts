/** Pictures in any of the forms that they come in, as something that an `<img>` shows. */

import { Media, Tensor, type Input, type Output } from "@rpcface/client";

const addresses = new WeakMap<object, string>();

/** The address of a picture; undefined where the value is none. Pixels have to be drawn: `paint`. */
export function addressOfPicture(value: Input | Output, held: (media: Media) => string): string | undefined {
  if (value instanceof Media && value.isHeld) {
    return held(value) || undefined;
  }
  if (!(value instanceof Media || value instanceof Blob)) {
    return undefined;
  }
  let address = addresses.get(value);
  if (address === undefined) {
    address = URL.createObjectURL(value instanceof Media ? value.blob() : value);
    addresses.set(value, address);
  }
  return address;
}

/** Draws pixels [height, width] or [height, width, 1 to 4] on a canvas. */
export function paint(canvas: HTMLCanvasElement | OffscreenCanvas, { shape, data, type }: Tensor): void {
  const [height = 0, width = 0, channels = 1] = shape;
  canvas.width = width;
  canvas.height = height;
  if (width === 0 || height === 0) {
    return;
  }
  const scale = type === "uint16" ? 1 / 257 : type === "bool" ? 255 : type.startsWith("float") ? 255 : 1;
  const rgba = new Uint8ClampedArray(width * height * 4);
  const isGray = channels < 3;
  const numbers = data as ArrayLike<number>;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const from = pixel * channels;
    const to = pixel * 4;
    for (let color = 0; color < 3; color += 1) {
      rgba[to + color] = numbers[isGray ? from : from + color]! * scale;
    }
    const alpha = channels === 2 || channels === 4 ? numbers[from + channels - 1]! * scale : 255;
    rgba[to + 3] = alpha;
  }
  const context = canvas.getContext("2d") as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
  context?.putImageData(new ImageData(rgba, width, height), 0, 0);
}

/** Pixels as a PNG. */
export async function pngOf(pixels: Tensor): Promise<Blob> {
  const canvas = new OffscreenCanvas(1, 1);
  paint(canvas, pixels);
  return await canvas.convertToBlob({ type: "image/png" });
}
