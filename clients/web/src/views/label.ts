/** A label with its confidences. */

import { html, nothing } from "lit";
import type { Draw } from "../model.js";

interface Labelled {
  readonly label?: string | null;
  readonly confidences?: readonly { label: string; confidence: number }[];
}

/** The label, and below it a meter for each that comes into question. */
export const label: Draw = (model) => {
  const { label: best, confidences = [] } = (model.value ?? {}) as Labelled;
  return html`<div class="labels" id=${model.id}>
    ${best ? html`<p class="best">${best}</p>` : nothing}
    ${confidences.map(
      ({ label: name, confidence }) =>
        html`<div class="confidence">
          <span>${name}</span><span>${(confidence * 100).toFixed(confidence < 0.1 ? 1 : 0)} %</span>
          <meter min="0" max="1" value=${confidence} aria-label=${name}></meter>
        </div>`,
    )}
  </div>`;
};
