/** Source text, in one width. */

import { css, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { variables } from "../css_variables.js";
import { indent } from "../indent.js";
import { type Draw, type Model, prop } from "../model.js";
import { placeholder } from "./texts.js";

const styles = css`
  .editor {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    max-height: calc(var(--most) * 1.5em + 1.2rem);
    overflow: auto;
    border: 1px solid var(--rf-line-strong);
    border-radius: calc(var(--rf-radius) - 2px);
    background: var(--rf-panel);
    font: var(--rf-small) / 1.5 var(--rf-mono);
  }
  .editor:focus-within {
    outline: 2px solid var(--rf-accent);
    outline-offset: 2px;
  }
  .editor:has([aria-invalid="true"]) {
    border-color: var(--rf-danger);
  }
  .editor .gutter {
    padding: 0.6rem 0.6rem 0.6rem 0.75rem;
    border-inline-end: 1px solid var(--rf-line);
    background: var(--rf-sunken);
    color: var(--rf-quiet);
    text-align: end;
    white-space: pre;
    user-select: none;
  }
  .editor textarea {
    min-height: 0;
    max-height: none;
    padding: 0.6rem 0.75rem;
    border: 0;
    border-radius: 0;
    outline: 0;
    box-shadow: none !important;
    background: none;
    font: inherit;
    white-space: pre;
    overflow: auto hidden;
    resize: none;
    tab-size: 4;
  }
  .language {
    margin: 0.25rem 0 0;
    color: var(--rf-quiet);
    font-size: 0.75rem;
  }
`;

/** A field for code with the numbers of its lines; Tab indents, and leaves it after Escape. */
export const code: Draw = Object.assign(
  (model: Model) => {
    const text = typeof model.value === "string" ? model.value : "";
    const count = text.split("\n").length;
    const lines = prop(model, "lines", 5);
    const language = prop(model, "language", "");
    return html`<div class="editor" ${variables({ "--most": Math.max(prop(model, "max_lines", 24), lines) })}>
        <div class="gutter" aria-hidden="true">${Array.from({ length: count }, (_, at) => at + 1).join("\n")}</div>
        <textarea
          id=${model.id}
          rows=${Math.max(count, lines)}
          placeholder=${placeholder(model)}
          spellcheck="false"
          autocapitalize="off"
          aria-invalid=${model.isInvalid}
          aria-describedby=${model.describedBy}
          .value=${live(text)}
          @input=${(event: Event) => model.change((event.target as HTMLTextAreaElement).value)}
          @keydown=${indent}
        ></textarea>
      </div>
      ${language && !model.isCell ? html`<p class="language">${language}</p>` : nothing}`;
  },
  { styles },
);
