/** Arrays of numbers: small ones are typed into a table, others come as files. */

import { Tensor, type Input, type Output } from "@rpcface/client";
import type { TensorShape } from "@rpcface/client/protos";
import { css, html, nothing } from "lit";
import { draft, draftIn } from "../drafts.js";
import { entry } from "../entry.js";
import type { Draw, Model } from "../model.js";
import { readNpy } from "../npy.js";
import { entryType, isWholeType, numbersOf, tensorOf } from "../tensor_numbers.js";
import { tensorStyles } from "../tensor_styles.js";
import { labelOf } from "../values.js";
import { say } from "../words.js";
import { numberIn } from "./numbers.js";
import { isPlainEnter } from "./texts.js";

const MOST_CELLS = 256;
const MOST_TYPED = 10_000;

/** A table of numbers, or a text of them, and a file. */
export const tensor: Draw = Object.assign(
  (model: Model) => {
    const shape = model.component.schema?.shape;
    const wanted = shape?.case === "tensorShape" ? shape.value : undefined;
    if (wanted === undefined) {
      return html`${nothing}`;
    }
    const size = gridOf(model.value, wanted);
    return html`<div class="tensor" id=${model.id} role="group" aria-labelledby="${model.id}-label">
      ${size ? grid(model, wanted, size) : words(model, wanted)}
      <div class="row below"><span class="told">${told(model.value, wanted)}</span>${file(model)}</div>
    </div>`;
  },
  { styles: css`${tensorStyles}`, isGroup: true },
);

interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** The rows and columns to type into; undefined: it is none of one or two dimensions, or too large. */
function gridOf(value: Input | Output, { dimensions }: TensorShape): Size | undefined {
  const shape = value instanceof Tensor ? value.shape : dimensions.map((one) => (one < 0n ? 3 : Number(one)));
  const [rows, columns] = shape.length === 1 ? [1, shape[0]!] : [shape[0] ?? 0, shape[1] ?? 0];
  const isSmall = (shape.length === 1 || shape.length === 2) && rows * columns <= MOST_CELLS && rows * columns > 0;
  return isSmall && draftIn(value) === undefined ? { rows, columns } : undefined;
}

function grid(model: Model, wanted: TensorShape, { rows, columns }: Size) {
  const { value } = model;
  const type = value instanceof Tensor ? value.type : entryType(wanted);
  const rank = value instanceof Tensor ? value.shape.length : wanted.dimensions.length;
  const cells = value instanceof Tensor ? Array.from(numbersOf(value), plain) : undefined;
  const put = (height: number, width: number, at: (row: number, column: number) => number | bigint) => {
    const numbers = Array.from({ length: height * width }, (_, n) => at(Math.floor(n / width), n % width));
    model.change(tensorOf(rank === 1 ? [width] : [height, width], numbers, type));
  };
  const there = (row: number, column: number) => (row < rows && column < columns ? cells?.[row * columns + column] : 0) ?? 0;
  const read = (text: string) => (text.trim() === "" ? 0 : numberIn(text, isWholeType(type)));
  const enter = (event: Event, row: number, column: number) => {
    const given = read((event.target as HTMLInputElement).value);
    if (typeof given === "number" || typeof given === "bigint") {
      put(rows, columns, (r, c) => (r === row && c === column ? given : there(r, c)));
    }
  };
  const canGrow = (at: number) => (wanted.dimensions[at] ?? -1n) < 0n;
  const name = labelOf(model.component);
  return html`<div class="wide" tabindex="-1" @paste=${(event: ClipboardEvent) => paste(event, model, wanted)}>
      <table>
        ${Array.from(
          { length: rows },
          (_, row) =>
            html`<tr>
              ${Array.from(
                { length: columns },
                (_, column) =>
                  html`<td>
                    <input
                      inputmode="text"
                      autocomplete="off"
                      placeholder="0"
                      aria-label=${say("{what}, row {row}, column {column}", { what: name, row: row + 1, column: column + 1 })}
                      aria-invalid=${model.isInvalid}
                      ${entry(cells?.[row * columns + column] ?? 0, String, read)}
                      @change=${(event: Event) => enter(event, row, column)}
                      @keydown=${(event: KeyboardEvent) => step(event, row, column, columns, model)}
                    />
                  </td>`,
              )}
            </tr>`,
        )}
      </table>
    </div>
    ${rank === 2 && canGrow(0) ? sizer(say("Rows"), rows, (next) => put(next, columns, there)) : nothing}
    ${canGrow(rank - 1) ? sizer(say("Columns"), columns, (next) => put(rows, next, there)) : nothing}`;
}

/** A whole number as a number, unless that can't hold it exactly. */
function plain(one: number | bigint): number | bigint {
  return Number.isSafeInteger(Number(one)) ? Number(one) : one;
}

function sizer(name: string, count: number, change: (count: number) => void) {
  return html`<span class="sizer">
    ${name} ${count}
    <button type="button" class="plain" aria-label=${say("Fewer: {what}", { what: name })} ?disabled=${count < 2} @click=${() => change(count - 1)}>−</button
    ><button type="button" class="plain" aria-label=${say("More: {what}", { what: name })} @click=${() => change(count + 1)}>+</button>
  </span>`;
}

/** The arrow keys go from row to row, and Enter asks for a call. */
function step(event: KeyboardEvent, row: number, column: number, columns: number, model: Model): void {
  const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const field = event.target as HTMLInputElement;
  if (way !== undefined) {
    const cells = field.closest("table")!.querySelectorAll("input");
    event.preventDefault();
    cells[(row + way) * columns + column]?.focus();
  } else if (isPlainEnter(event)) {
    field.dispatchEvent(new Event("change"));
    model.submit();
  }
}

/** Several numbers that are pasted into one cell are the whole array. */
function paste(event: ClipboardEvent, model: Model, wanted: TensorShape): void {
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  const given = /[\s,;]/.test(text) ? readText(text, wanted) : undefined;
  if (given instanceof Tensor) {
    event.preventDefault();
    model.change(given);
  }
}

function words(model: Model, wanted: TensorShape) {
  const { value } = model;
  if (value instanceof Tensor && value.data.length > MOST_TYPED) {
    return html`<output class="nothing">${say("A file of {n} numbers", { n: value.data.length })}</output>`;
  }
  const read = (text: string) => readText(text, wanted);
  return html`<textarea
    class="code"
    rows="4"
    placeholder="1 2 3&#10;4 5 6"
    aria-labelledby="${model.id}-label"
    aria-invalid=${model.isInvalid}
    aria-describedby=${model.describedBy}
    ${entry(value, (given) => lines(given as Tensor), read)}
    @input=${(event: Event) => model.change(read((event.target as HTMLTextAreaElement).value))}
  ></textarea>`;
}

function file(model: Model) {
  return html`<label class="file">
    ${say("Open .npy")}
    <input
      class="visually-hidden"
      type="file"
      accept=".npy"
      @change=${async (event: Event) => {
        const field = event.target as HTMLInputElement;
        const [given] = field.files ?? [];
        if (given) {
          model.change(await readNpy(given).catch((error: Error) => draft("", error.message)));
        }
        field.value = "";
      }}
    />
  </label>`;
}

function told(value: Input | Output, wanted: TensorShape): string {
  const type = value instanceof Tensor ? value.type : entryType(wanted);
  const shape = value instanceof Tensor ? value.shape : wanted.dimensions.map((one) => (one < 0n ? "…" : String(one)));
  return value instanceof Tensor || shape.length > 0 ? `${type} [${shape.join(", ")}]` : type;
}

/** Rows are lines, numbers stand between spaces, commas or tabs, and an empty line ends a table. */
function lines(tensor: Tensor): string {
  const { shape } = tensor;
  const all = Array.from(numbersOf(tensor), String);
  const [height = 1, width = all.length] = shape.slice(-2);
  const columns = shape.length < 2 ? all.length : width;
  return all
    .map((one, at) => one + (at === all.length - 1 ? "" : (at + 1) % columns ? " " : (at + 1) % (columns * height) ? "\n" : "\n\n"))
    .join("");
}

function readText(text: string, wanted: TensorShape): Input | undefined {
  const type = entryType(wanted);
  const tables = text.trim().split(/\n\s*\n/).map((one) => one.split("\n").map((line) => line.split(/[\s,;]+/).filter(Boolean)));
  const written = tables.flat(2);
  if (written.length === 0) {
    return undefined;
  }
  const numbers = written.map((one) => numberIn(one, isWholeType(type)));
  const wrong = numbers.findIndex((one) => draftIn(one) !== undefined);
  if (wrong >= 0) {
    return draft(text, say("{text} is no number.", { text: written[wrong]! }));
  }
  const [rows, columns] = [tables[0]!.length, tables[0]![0]!.length];
  const rank = wanted.dimensions.length || (tables.length > 1 ? 3 : rows > 1 ? 2 : 1);
  const isFixed = wanted.dimensions.length > 0 && wanted.dimensions.every((one) => one >= 0n);
  const found = rank === 1 ? [numbers.length] : rank === 2 ? [rows, columns] : [tables.length, rows, columns];
  try {
    return tensorOf(isFixed ? wanted.dimensions.map(Number) : found, numbers as number[], type);
  } catch {
    return draft(text, say("Rows of the same length are wanted."));
  }
}
