/** Text in pieces with labels. */

import { html, nothing } from "lit";
import { type Draw } from "../model.js";

interface Piece {
  readonly text: string;
  readonly label?: string | null;
  readonly score?: number | null;
}

/** Marks each piece that has a label; those of one label have one colour. */
export const highlighted: Draw = (model) => {
  const pieces = Array.isArray(model.value) ? (model.value as unknown as Piece[]) : [];
  const labels = [...new Set(pieces.map((piece) => piece.label).filter((one) => one != null))];
  return html`<output class="text marked" id=${model.id}>
    ${pieces.map(({ text, label, score }) =>
      label == null && score == null
        ? text
        : html`<mark data-hue=${labels.indexOf(label ?? "") % 8}
            >${text}${label ? html`<small>${label}</small>` : nothing}${score == null
              ? nothing
              : html`<small>${score.toFixed(2)}</small>`}</mark
          >`,
    )}
  </output>`;
};
