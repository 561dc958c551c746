/** A label with its confidences. */

import { css, html, nothing } from "lit";
import { variables } from "../css_variables.js";
import type { Draw, Model } from "../model.js";

interface Labelled {
  readonly label?: string | null;
  readonly confidences?: readonly { label: string; confidence: number }[];
}

const styles = css`
  .best {
    margin: 0 0 0.6rem;
    font-size: 1.35rem;
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .confidences {
    display: grid;
    gap: 0.55rem;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: var(--rf-small);
    font-variant-numeric: tabular-nums;
  }
  .confidences li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.2rem 0.75rem;
  }
  .confidences li > span {
    overflow-wrap: anywhere;
  }
  .confidences li > span + span {
    color: var(--rf-quiet);
  }
  .confidences li:first-child > span {
    font-weight: 600;
    color: var(--rf-ink);
  }
  .bar {
    grid-column: 1 / -1;
    height: 0.4rem;
    border-radius: 1rem;
    background: var(--rf-line);
    overflow: hidden;
  }
  .bar::before {
    content: "";
    display: block;
    width: var(--part);
    height: 100%;
    border-radius: inherit;
    background: var(--rf-accent);
    opacity: 0.55;
    transition: width 0.25s;
  }
  li:first-child > .bar::before {
    opacity: 1;
  }
  @media (prefers-reduced-motion: reduce) {
    .bar::before {
      transition: none;
    }
  }
`;

/** The label, and below it a bar for each that comes into question. */
export const label: Draw = Object.assign(
  (model: Model) => {
    const { label: best, confidences = [] } = (model.value ?? {}) as Labelled;
    return html`<div id=${model.id} role="group" aria-labelledby="${model.id}-label">
      ${best ? html`<p class="best">${best}</p>` : nothing}
      ${confidences.length > 0
        ? html`<ul class="confidences">
            ${confidences.map(
              ({ label: name, confidence }) =>
                html`<li>
                  <span>${name}</span><span>${percent(confidence)}</span>
                  <div class="bar" aria-hidden="true" ${variables({ "--part": `${part(confidence)}%` })}></div>
                </li>`,
            )}
          </ul>`
        : nothing}
    </div>`;
  },
  { styles, isGroup: true },
);

/** Confidences are from 0 to 1 as a rule, and what is none is shown as it stands. */
function percent(confidence: number): string {
  return confidence >= 0 && confidence <= 1
    ? `${(confidence * 100).toFixed(confidence > 0 && confidence < 0.1 ? 1 : 0)} %`
    : String(Number(Number(confidence).toPrecision(4)));
}

function part(confidence: number): number {
  return Math.min(Math.max(Number(confidence) * 100 || 0, 0), 100);
}
