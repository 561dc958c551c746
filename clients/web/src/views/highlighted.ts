/** Text in pieces with labels. */

import { css, html, nothing } from "lit";
import { variables } from "../css_variables.js";
import type { Draw, Model } from "../model.js";

interface Piece {
  readonly text: string;
  readonly label?: string | null;
  readonly score?: number | null;
}

const styles = css`
  .marked {
    padding: 0.45rem 0.7rem;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
    background: var(--rf-sunken);
    line-height: 1.95;
    max-height: 32rem;
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  mark {
    padding: 0.1rem 0.3rem;
    border-radius: 0.3rem;
    background: color-mix(in oklab, var(--mark) var(--much, 26%), var(--rf-panel));
    color: inherit;
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }
  mark small,
  .legend span::before {
    margin-inline-start: 0.35rem;
    padding: 0.05rem 0.3rem;
    border-radius: 0.25rem;
    background: var(--rf-panel);
    font-size: 0.7rem;
    font-weight: 600;
    user-select: none;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem 0.9rem;
    margin-block-end: 0.45rem;
    font-size: var(--rf-small);
  }
  .legend span::before {
    content: "";
    display: inline-block;
    width: 0.7rem;
    height: 0.7rem;
    margin: 0 0.4rem 0 0;
    padding: 0;
    background: color-mix(in oklab, var(--mark) 60%, var(--rf-panel));
  }
`;

/** Colours that are told apart, for labels that the author gave none. */
const HUES = [255, 150, 30, 335, 200, 75, 295, 110];

/** Marks each piece that has a label or a score; those of one label have one colour. */
export const highlighted: Draw = Object.assign(
  (model: Model) => {
    const pieces = Array.isArray(model.value) ? (model.value as unknown as Piece[]) : [];
    const labels = [...new Set(pieces.map((piece) => piece.label).filter((one) => one != null))];
    const colours = model.component.props?.["color_map"];
    const given = typeof colours === "object" && colours !== null ? (colours as Record<string, unknown>) : {};
    const colourOf = (label: string): string => {
      const own = Object.hasOwn(given, label) ? given[label] : undefined;
      return typeof own === "string" && CSS.supports("color", own)
        ? own
        : `oklch(60% 0.19 ${HUES[labels.indexOf(label) % HUES.length]})`;
    };
    const hasLegend = model.component.props?.["show_legend"] === true && labels.length > 0;
    return html`${hasLegend
        ? html`<div class="legend">
            ${labels.map((label) => html`<span ${variables({ "--mark": colourOf(label) })}>${label}</span>`)}
          </div>`
        : nothing}
      <div class="marked" id=${model.id} role="group" aria-labelledby="${model.id}-label" tabindex="0">${pieces.map(
        (piece) => mark(piece, colourOf, hasLegend),
      )}</div>`;
  },
  { styles, isGroup: true, textOf: ({ value }: Model) => (value as unknown as Piece[]).map(({ text }) => text).join("") },
);

function mark({ text, label, score }: Piece, colourOf: (label: string) => string, hasLegend: boolean) {
  if (label == null && score == null) {
    return text;
  }
  const colour = label == null ? ((score ?? 0) < 0 ? "#2f6fed" : "#e5484d") : colourOf(label);
  const much = label == null ? `${Math.min(Math.abs(score ?? 0), 1) * 45 + 5}%` : "26%";
  const told = label == null ? (hasLegend ? "" : Number(score).toFixed(2)) : label;
  return html`<mark ${variables({ "--mark": colour, "--much": much })}>${text}${told && !(hasLegend && label != null)
      ? html`<small>${told}</small>`
      : label != null
        ? html`<span class="visually-hidden"> (${label})</span>`
        : nothing}</mark>`;
}
