/** Dates and times. */

import { html } from "lit";
import { live } from "lit/directives/live.js";
import type { Draw } from "../model.js";

const LOCAL = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?/;

/** The browser's own picker, and "now", which means the time of the call. */
export const moment: Draw = (model) => {
  const shape = model.component.schema?.shape;
  const isDate = shape?.case === "textShape" && shape.value.format === "date";
  const given = typeof model.value === "string" ? model.value : "";
  const isRelative = given.startsWith("now");
  const shown = isRelative ? "" : (LOCAL.exec(given)?.[0].replace(" ", "T") ?? "");
  return html`<div class="row">
    <input
      id=${model.id}
      type=${isDate ? "date" : "datetime-local"}
      step=${isDate ? 1 : "any"}
      aria-invalid=${model.isInvalid}
      aria-describedby=${model.describedBy}
      .value=${live(isDate ? shown.slice(0, 10) : shown)}
      @input=${(event: Event) => model.change((event.target as HTMLInputElement).value || undefined)}
    />
    <button type="button" class="plain" aria-pressed=${isRelative} @click=${() => model.change("now")}>
      ${isRelative ? given : "now"}
    </button>
  </div>`;
};
