/** Source text, in one width. */

import { html } from "lit";
import { live } from "lit/directives/live.js";
import { type Draw, prop } from "../model.js";

/** A field for code; Tab leaves it, as everywhere, and spaces indent. */
export const code: Draw = (model) => {
  const text = typeof model.value === "string" ? model.value : "";
  if (model.isOutput) {
    return html`<pre class="code" id=${model.id} tabindex="0"><code>${text}</code></pre>`;
  }
  return html`<textarea
    id=${model.id}
    class="code"
    rows=${prop(model, "lines", 5)}
    spellcheck="false"
    autocapitalize="off"
    aria-invalid=${model.isInvalid}
    aria-describedby=${model.describedBy}
    .value=${live(text)}
    @input=${(event: Event) => model.change((event.target as HTMLTextAreaElement).value)}
  ></textarea>`;
};
