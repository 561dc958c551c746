/** Pictures in any of the forms that they come in, drawn. */

import { Media, Tensor } from "@rpcface/client";
import type { Content } from "./contents.js";
import type { AddressOf } from "./model.js";

/** A picture that can be shown. Who has it releases it. */
export interface Drawn {
  readonly element: HTMLImageElement | HTMLCanvasElement;
  /** In its own pixels; 0 where it has no size of its own, as an SVG may. */
  readonly width: number;
  readonly height: number;
  readonly release: () => void;
}

/** Where a browser finds something. Who has it releases it. */
export interface Address {
  readonly url: string;
  readonly release: () => void;
}

/** The address of content, which holds it in memory until it is released. */
export async function addressOfContent(content: Content, held: AddressOf): Promise<Address> {
  if (content instanceof Media && content.isHeld) {
    return { url: (await held.bring?.(content)) ?? held(content), release: () => undefined };
  }
  const url = URL.createObjectURL(content instanceof Media ? content.blob() : content);
  return { url, release: () => URL.revokeObjectURL(url) };
}

/**
 * Loads a picture, which those who don't see it know by its label. It is decoded as a part of the frame
 * that shows it first; one of many after that, so that no frame waits for all of them.
 *
 * @throws where this browser can't draw it.
 */
export async function drawn(
  value: Content | Tensor,
  held: AddressOf,
  label: string,
  isOneOfMany = false,
): Promise<Drawn> {
  if (value instanceof Tensor) {
    const element = document.createElement("canvas");
    element.role = "img";
    element.ariaLabel = label;
    paint(element, value);
    const { width, height } = element;
    return { element, width, height, release: () => undefined };
  }
  const { url, release } = await addressOfContent(value, held);
  const element = new Image();
  element.alt = label;
  element.decoding = isOneOfMany ? "async" : "sync";
  element.src = url;
  try {
    await new Promise((resolve, reject) => {
      element.onload = resolve;
      element.onerror = reject;
    });
  } catch (error) {
    release();
    throw error;
  }
  return { element, width: element.naturalWidth, height: element.naturalHeight, release };
}

/** Draws pixels [height, width] or [height, width, 1 to 4] on a canvas. */
export function paint(canvas: HTMLCanvasElement | OffscreenCanvas, pixels: Tensor): void {
  const [height = 0, width = 0] = pixels.shape;
  canvas.width = width;
  canvas.height = height;
  if (width > 0 && height > 0) {
    const context = canvas.getContext("2d") as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
    context?.putImageData(new ImageData(rgbaOf(pixels), width, height), 0, 0);
  }
}

/** 16 bits become the nearest of 8, and floats are from 0 to 1. */
function rgbaOf({ shape, data, type }: Tensor): Uint8ClampedArray<ArrayBuffer> {
  const [height = 0, width = 0, channels = 1] = shape;
  const numbers = data as ArrayLike<number>;
  const rgba = new Uint8ClampedArray(width * height * 4);
  if (type === "uint8" && channels === 4) {
    rgba.set(numbers);
    return rgba;
  }
  const scale = type === "uint16" ? 1 / 257 : type === "bool" || type.startsWith("float") ? 255 : 1;
  const green = channels < 3 ? 0 : 1;
  const blue = channels < 3 ? 0 : 2;
  const alpha = channels === 2 || channels === 4 ? channels - 1 : undefined;
  for (let from = 0, to = 0; to < rgba.length; from += channels, to += 4) {
    rgba[to] = numbers[from]! * scale;
    rgba[to + 1] = numbers[from + green]! * scale;
    rgba[to + 2] = numbers[from + blue]! * scale;
    rgba[to + 3] = alpha === undefined ? 255 : numbers[from + alpha]! * scale;
  }
  return rgba;
}

/** A picture as a PNG. */
export async function pngOf(value: Content | Tensor, held: AddressOf): Promise<Blob> {
  const { element, width, height, release } = await drawn(value, held, "");
  try {
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d")?.drawImage(element, 0, 0);
    return await canvas.convertToBlob({ type: "image/png" });
  } finally {
    release();
  }
}
