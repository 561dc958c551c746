/** A colour of sRGB. */

import { html } from "lit";
import { live } from "lit/directives/live.js";
import type { Draw } from "../model.js";

/** A swatch that opens the browser's own picker, and the colour as text. */
export const color: Draw = (model) => {
  const shown = typeof model.value === "string" ? model.value : "";
  const change = (event: Event) => model.change((event.target as HTMLInputElement).value);
  return html`<div class="row">
    <input
      id=${model.id}
      class="swatch"
      type="color"
      ?disabled=${model.isOutput}
      aria-describedby=${model.describedBy}
      .value=${live(/^#[0-9a-f]{6}$/i.test(shown) ? shown.toLowerCase() : "#000000")}
      @input=${change}
    />
    <input
      type="text"
      aria-label="as #rrggbb"
      placeholder="#rrggbb"
      ?disabled=${model.isOutput}
      aria-invalid=${model.isInvalid}
      .value=${live(shown)}
      @change=${change}
    />
  </div>`;
};
