/** Choices that are all in sight: one of them, or any number. */

import type { Input, Output } from "@rpcface/client";
import { css, html } from "lit";
import { live } from "lit/directives/live.js";
import type { Draw, Model } from "../model.js";
import { isSame } from "../values.js";
import { type Option, optionsOf } from "./choices.js";

const styles = css`
  .options {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
    border-radius: calc(var(--rf-radius) - 2px);
  }
  .option {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-height: var(--rf-control);
    min-width: 0;
    padding: 0.4rem 0.75rem;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
    background: var(--rf-panel);
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .option:hover:not(:has(:disabled)) {
    border-color: var(--rf-line-strong);
  }
  .option:has(:checked) {
    border-color: var(--rf-accent);
    background: var(--rf-accent-soft);
  }
  .option:has(:focus-visible) {
    outline: 2px solid var(--rf-accent);
    outline-offset: 2px;
  }
  .option :focus-visible {
    outline: none;
  }
  .option:has(:disabled) {
    cursor: default;
  }
  .option:has(:disabled:not(:checked)) {
    color: var(--rf-quiet);
  }
  [aria-invalid="true"] > .option {
    border-color: var(--rf-danger);
  }
`;

/** One of some, all in sight. */
export const radios: Draw = Object.assign(
  (model: Model) => html`<div
    class="options"
    id=${model.id}
    role="radiogroup"
    aria-labelledby="${model.id}-label"
    aria-describedby=${model.describedBy}
    aria-invalid=${model.isInvalid}
  >
    ${optionsOf(model).map(
      ({ value, label }) => html`<label class="option">
        <input
          type="radio"
          name=${model.id}
          ?disabled=${model.isOutput}
          .checked=${live(isSame(model.value, value))}
          @change=${() => model.change(value as Input)}
          @keydown=${(event: KeyboardEvent) => event.key === "Enter" && !event.ctrlKey && !event.metaKey && model.submit()}
        /><span>${label}</span>
      </label>`,
    )}
  </div>`,
  { styles, isGroup: true },
);

/** Any number of some, in the order in which they were chosen. */
export const checkboxes: Draw = Object.assign(
  (model: Model) => {
    const chosen = Array.isArray(model.value) ? (model.value as Output[]) : [];
    const toggled = (value: Option["value"]) => {
      const rest = chosen.filter((one) => !isSame(one, value));
      model.change((rest.length < chosen.length ? rest : [...chosen, value]) as Input[]);
    };
    return html`<div
      class="options"
      id=${model.id}
      role="group"
      aria-labelledby="${model.id}-label"
      aria-describedby=${model.describedBy}
    >
      ${optionsOf(model).map(
        ({ value, label }) => html`<label class="option">
          <input
            type="checkbox"
            ?disabled=${model.isOutput}
            aria-invalid=${model.isInvalid}
            .checked=${live(chosen.some((one) => isSame(one, value)))}
            @change=${() => toggled(value)}
          /><span>${label}</span>
        </label>`,
      )}
    </div>`;
  },
  { styles, isGroup: true },
);
