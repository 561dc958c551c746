/** Text, on one line or several. */

import { html } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { live } from "lit/directives/live.js";
import { type Draw, type Model, prop } from "../model.js";

const TYPES: Readonly<Record<string, string>> = { email: "email", password: "password" };

/** A field that text is typed into. */
export const text: Draw = (model) => {
  const shape = model.component.schema?.shape;
  const lines = prop(model, "lines", shape?.case === "textShape" && shape.value.mediaType ? 5 : 1);
  return lines > 1 || prop(model, "max_lines", lines) > 1 ? area(model, lines) : line(model);
};

function line(model: Model) {
  const shape = model.component.schema?.shape;
  const format = shape?.case === "textShape" ? shape.value.format : "";
  const most = shape?.case === "textShape" ? Number(shape.value.maxLength) : 0;
  return html`<input
    id=${model.id}
    type=${TYPES[format] ?? "text"}
    autocomplete=${format === "password" ? "new-password" : "off"}
    maxlength=${ifDefined(most > 0 ? most : undefined)}
    placeholder=${prop(model, "placeholder", "")}
    aria-invalid=${model.isInvalid}
    aria-describedby=${model.describedBy}
    .value=${live(shownText(model))}
    @input=${(event: Event) => model.change((event.target as HTMLInputElement).value)}
    @keydown=${(event: KeyboardEvent) => event.key === "Enter" && !event.isComposing && model.submit()}
  />`;
}

function area(model: Model, lines: number) {
  return html`<textarea
    id=${model.id}
    rows=${lines}
    placeholder=${prop(model, "placeholder", "")}
    aria-invalid=${model.isInvalid}
    aria-describedby=${model.describedBy}
    .value=${live(shownText(model))}
    @input=${(event: Event) => model.change((event.target as HTMLTextAreaElement).value)}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        model.submit();
      }
    }}
  ></textarea>`;
}

function shownText({ value }: Model): string {
  return typeof value === "string" ? value : value === null || value === undefined ? "" : String(value);
}
