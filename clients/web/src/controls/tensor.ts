/** Arrays: small tables of numbers can be typed, others are shown by their shape. */

import { Tensor, type Input } from "@rpcface/client";
import { html } from "lit";
import { type Draw, type Model } from "../model.js";

const MOST_ROWS = 100;
const MOST_COLUMNS = 32;

/** A table of numbers; rows are lines, and numbers stand between spaces, commas or tabs. */
export const tensor: Draw = (model) => {
  const { value } = model;
  if (model.isOutput) {
    return value instanceof Tensor ? shown(value) : html`<output class="text" id=${model.id}></output>`;
  }
  const text = value instanceof Tensor ? lines(value) : "";
  return html`<textarea
    id=${model.id}
    class="code"
    rows="4"
    placeholder="1 2 3&#10;4 5 6"
    aria-invalid=${model.isInvalid}
    aria-describedby=${model.describedBy}
    .value=${text}
    @change=${(event: Event) => model.change(read((event.target as HTMLTextAreaElement).value, model))}
  ></textarea>`;
};

function shown(tensor: Tensor) {
  const { shape, type, data } = tensor;
  const columns = shape.at(-1) ?? 1;
  const rows = columns === 0 ? 0 : data.length / columns;
  if (shape.length > 2 || rows > MOST_ROWS || columns > MOST_COLUMNS) {
    return html`<output class="text">${type} [${shape.join(", ")}]</output>`;
  }
  return html`<div class="scroll" role="region" aria-label="Values" tabindex="0">
    <table>
      ${Array.from(
        { length: rows },
        (_, row) =>
          html`<tr>
            ${Array.from({ length: columns }, (_, column) => html`<td>${String(data[row * columns + column])}</td>`)}
          </tr>`,
      )}
    </table>
  </div>`;
}

function lines({ shape, data }: Tensor): string {
  const columns = shape.at(-1) ?? 1;
  const words = Array.from(data as ArrayLike<number | bigint>, String);
  const rows = Array.from({ length: Math.ceil(words.length / Math.max(columns, 1)) }, (_, row) =>
    words.slice(row * columns, (row + 1) * columns).join(" "),
  );
  return rows.join("\n");
}

function read(text: string, model: Model): Input | undefined {
  const rows = text
    .split("\n")
    .map((line) => line.split(/[\s,;]+/).filter(Boolean))
    .filter((row) => row.length > 0);
  if (rows.length === 0) {
    return undefined;
  }
  const shape = model.component.schema?.shape;
  const rank = shape?.case === "tensorShape" ? shape.value.dimensions.length : 0;
  const numbers = new Float64Array(rows.flat().map(Number));
  const columns = rows[0]!.length;
  const isFlat = rank === 1 || (rank === 0 && rows.length === 1);
  const size = isFlat || rows.some((row) => row.length !== columns) ? [numbers.length] : [rows.length, columns];
  return new Tensor(size, numbers);
}
