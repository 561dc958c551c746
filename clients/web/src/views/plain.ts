/** Outputs that are text, or can be shown as such. */

import { html } from "lit";
import type { Input, Output } from "@rpcface/client";
import { type Draw } from "../model.js";
import { isSame, optionsOf } from "../controls/choices.js";

/** The value as text that can be selected and copied. */
export const shown: Draw = (model) => {
  const text = wordsOf(model.value, optionsOf(model));
  return html`<output id=${model.id} class="text" aria-describedby=${model.describedBy}>${text}</output>`;
};

function wordsOf(value: Input | Output, options: readonly { value: Input | Output; label: string }[]): string {
  if (value === null || value === undefined) {
    return "";
  }
  if (Array.isArray(value)) {
    return value.map((one) => wordsOf(one, options)).join(", ");
  }
  return options.find((option) => isSame(option.value, value))?.label ?? String(value);
}
