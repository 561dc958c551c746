/** A table of many numbers, as a picture: the greater, the more of the accent's colour. */

import type { Tensor } from "@rpcface/client";
import { LitElement, css, html } from "lit";
import { numbersOf } from "./tensor_numbers.js";

/** Draws a tensor of two dimensions, a point for each number. */
export class HeatMap extends LitElement {
  static override properties = { tensor: { attribute: false } };

  declare tensor: Tensor;

  static override styles = css`
    :host {
      display: block;
    }
    canvas {
      display: block;
      width: 100%;
      max-height: 22rem;
      border: 1px solid var(--rf-line);
      border-radius: calc(var(--rf-radius) - 2px);
      color: var(--rf-accent);
      object-fit: fill;
      image-rendering: pixelated;
    }
  `;

  override render() {
    const [height, width] = this.tensor.shape;
    return html`<canvas role="img" aria-label="${height} × ${width}" width=${width!} height=${height!}></canvas>`;
  }

  protected override updated(): void {
    const canvas = this.renderRoot.querySelector("canvas")!;
    const context = canvas.getContext("2d")!;
    const { width, height } = canvas;
    const numbers = Float64Array.from(numbersOf(this.tensor) as ArrayLike<number>);
    const there = numbers.filter(Number.isFinite);
    const least = there.reduce((one, other) => Math.min(one, other), Infinity);
    const range = there.reduce((one, other) => Math.max(one, other), -Infinity) - least || 1;
    const colour = colourOf(getComputedStyle(canvas).color);
    const image = context.createImageData(width, height);
    for (const [at, number] of numbers.entries()) {
      image.data.set([...colour, Number.isFinite(number) ? 255 * ((number - least) / range) : 0], at * 4);
    }
    context.putImageData(image, 0, 0);
  }
}

/** Red, green and blue of any colour of CSS. */
function colourOf(written: string): number[] {
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d")!;
  context.fillStyle = written;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

customElements.define("rf-heat-map", HeatMap);
