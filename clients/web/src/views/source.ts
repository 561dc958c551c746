/** Source text to read and copy. */

import { css, html, nothing } from "lit";
import { type Draw, type Model, prop } from "../model.js";
import { grown } from "./plain.js";

const styles = css`
  .source {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    max-height: 32rem;
    overflow: auto;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
    background: var(--rf-sunken);
    font: var(--rf-small) / 1.5 var(--rf-mono);
  }
  .source > * {
    margin: 0;
    padding: 0.6rem 0.75rem;
    font: inherit;
    white-space: pre;
  }
  .source .gutter {
    color: var(--rf-quiet);
    text-align: end;
    user-select: none;
    padding-inline-end: 0.25rem;
  }
  .source output {
    overflow-x: auto;
    tab-size: 4;
  }
  .language {
    margin: 0.25rem 0 0;
    color: var(--rf-quiet);
    font-size: 0.75rem;
  }
`;

/** Code with the numbers of its lines, which are not copied. */
export const source: Draw = Object.assign(
  (model: Model) => {
    const text = textOf(model);
    const language = prop(model, "language", "");
    const count = text.replace(/\n$/, "").split("\n").length;
    return html`<div class="source">
        <div class="gutter" aria-hidden="true">${Array.from({ length: count }, (_, at) => at + 1).join("\n")}</div>
        <output id=${model.id} aria-labelledby="${model.id}-label" tabindex="0" ${grown(text)}></output>
      </div>
      ${language ? html`<p class="language">${language}</p>` : nothing}`;
  },
  { styles, textOf },
);

function textOf({ value }: Model): string {
  return typeof value === "string" ? value : String(value ?? "");
}
