/** Any value, as JSON that folds. */


import { css, html } from "lit";
import "../branch.js";
import { writeJson } from "../json_text.js";
import type { Draw, Model } from "../model.js";

const styles = css`
  .tree {
    max-height: 32rem;
    min-height: var(--rf-control);
    padding: 0.5rem 0.75rem;
    overflow: auto;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
    background: var(--rf-sunken);
    font: var(--rf-small) / 1.6 var(--rf-mono);
  }
`;

/** A value whose lists and structs unfold. */
export const tree: Draw = Object.assign(
  (model: Model) => html`<div class="tree" id=${model.id} role="group" aria-labelledby="${model.id}-label" tabindex="0">
    <rf-branch .value=${model.value} .isOpen=${true}></rf-branch>
  </div>`,
  { styles, isGroup: true, textOf: ({ value }: Model) => writeJson(value) },
);
