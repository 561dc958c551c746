/** Text, on one line or several. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { variables } from "../css_variables.js";
import { type Draw, type Model, prop } from "../model.js";
import { say } from "../words.js";

const TYPES: Readonly<Record<string, string>> = { email: "email", password: "password" };

/** How many of the letters that a text may have are used up when a person is told of them. */
const NEAR = 0.8;

/** A field that text is typed into; of one line, Enter asks for a call, of several, Shift and Enter. */
export const text: Draw = (model) => {
  const shape = model.component.schema?.shape;
  const isProse = shape?.case === "textShape" && shape.value.mediaType !== "" && !model.isCell;
  const lines = prop(model, "lines", isProse ? 5 : 1);
  return html`${lines > 1 || prop(model, "max_lines", lines) > 1 ? area(model, lines) : line(model)}${count(model)}`;
};

function line(model: Model) {
  const shape = model.component.schema?.shape;
  const format = shape?.case === "textShape" ? shape.value.format : "";
  return html`<input
    id=${model.id}
    type=${TYPES[format] ?? "text"}
    autocomplete=${format === "password" ? "new-password" : "off"}
    placeholder=${placeholder(model)}
    aria-invalid=${model.isInvalid}
    aria-describedby=${model.describedBy}
    .value=${live(shownText(model))}
    @input=${(event: Event) => model.change(read(event, model))}
    @keydown=${(event: KeyboardEvent) => isPlainEnter(event) && model.submit()}
  />`;
}

function area(model: Model, lines: number) {
  return html`<textarea
    id=${model.id}
    rows=${lines}
    ${variables({ "--least": lines, "--most": Math.max(prop(model, "max_lines", 20), lines) })}
    placeholder=${placeholder(model)}
    aria-invalid=${model.isInvalid}
    aria-describedby=${model.describedBy}
    .value=${live(shownText(model))}
    @input=${(event: Event) => model.change((event.target as HTMLTextAreaElement).value)}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === "Enter" && event.shiftKey && !event.isComposing) {
        event.preventDefault();
        model.submit();
      }
    }}
  ></textarea>`;
}

/** How much of the room is used, once it gets tight. */
function count(model: Model) {
  const shape = model.component.schema?.shape;
  const most = shape?.case === "textShape" ? Number(shape.value.maxLength) : 0;
  const length = most > 0 ? [...shownText(model)].length : 0;
  return most > 0 && length >= most * NEAR ? html`<span class="count">${length} / ${most}</span>` : nothing;
}

/** Whether Enter was pressed, alone, and not to end a word that is being composed. */
export function isPlainEnter(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.isComposing && !event.ctrlKey && !event.metaKey;
}

/** What an empty field shows. */
export function placeholder(model: Model): string {
  return model.value === null ? say("None") : prop(model, "placeholder", "");
}

/** An empty cell is none, where that is valid; elsewhere there is a button for it. */
function read(event: Event, { isCell, component }: Model): string | undefined {
  const { value } = event.target as HTMLInputElement;
  return value === "" && isCell && component.schema?.nullable ? undefined : value;
}

function shownText({ value }: Model): string {
  return typeof value === "string" ? value : value === null || value === undefined ? "" : String(value);
}
