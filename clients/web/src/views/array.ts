/** Arrays to look at: small ones as tables, larger ones by their shape, as a picture and a file. */

import { Tensor } from "@rpcface/client";
import { css, html, nothing } from "lit";
import "../heat_map.js";
import type { Draw, Model } from "../model.js";
import { npyOf } from "../npy.js";
import { numbersOf } from "../tensor_numbers.js";
import { tensorStyles } from "../tensor_styles.js";
import { say } from "../words.js";

const MOST_ROWS = 100;
const MOST_COLUMNS = 32;
const MOST_SHOWN = 1000;

/** The numbers, or what is to be said of them. */
export const array: Draw = Object.assign(
  (model: Model) => {
    const { value } = model;
    if (!(value instanceof Tensor)) {
      return html`<output class="nothing" id=${model.id}>${say("newer than this page")}</output>`;
    }
    return html`<div class="tensor" id=${model.id} role="group" aria-labelledby="${model.id}-label">
      ${isTable(value) ? table(model, value) : isMap(value) ? html`<rf-heat-map .tensor=${value}></rf-heat-map>` : nothing}
      <div class="row below">
        <span class="told">${value.type} [${value.shape.join(", ")}]${spread(value)}</span>
        <button type="button" class="plain" @click=${() => save(model, value)}>${say("Save as .npy")}</button>
      </div>
    </div>`;
  },
  { styles: css`${tensorStyles}`, isGroup: true },
);

function isTable({ shape, data }: Tensor): boolean {
  const [rows, columns] = shape.length < 2 ? [1, shape[0] ?? 1] : [shape[0]!, shape[1]!];
  return shape.length <= 2 && rows <= MOST_ROWS && columns <= MOST_COLUMNS && data.length <= MOST_SHOWN && data.length > 0;
}

function isMap({ shape, type }: Tensor): boolean {
  return shape.length === 2 && shape.every((length) => length > 0 && length <= 4096) && !type.endsWith("int64");
}

function table(model: Model, value: Tensor) {
  const numbers = numbersOf(value);
  const columns = value.shape.at(-1) ?? 1;
  return html`<div class="wide read" role="region" aria-labelledby="${model.id}-label" tabindex="0">
    <table>
      ${Array.from(
        { length: numbers.length / columns },
        (_, row) =>
          html`<tr>
            ${Array.from({ length: columns }, (_, column) => html`<td>${short(numbers[row * columns + column]!, value)}</td>`)}
          </tr>`,
      )}
    </table>
  </div>`;
}

/** As many digits as the type has. */
function short(number: number | bigint, { type }: Tensor): string {
  const digits = { float32: 7, float16: 4 }[type as string];
  return digits === undefined ? String(number) : String(Number(Number(number).toPrecision(digits)));
}

/** From the least to the greatest of many numbers. */
function spread(value: Tensor) {
  if (value.data.length <= MOST_SHOWN || value.type === "bool") {
    return nothing;
  }
  const numbers = numbersOf(value);
  let [least, most] = [Infinity, -Infinity];
  for (let at = 0; at < numbers.length; at += 1) {
    const one = Number(numbers[at]);
    least = one < least ? one : least;
    most = one > most ? one : most;
  }
  return ` ${say("from {least} to {most}", { least: Number(least.toPrecision(4)), most: Number(most.toPrecision(4)) })}`;
}

function save(model: Model, value: Tensor): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(npyOf(value));
  link.download = `${model.component.name}.npy`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
