/** Truth, and choices of one or several. */

import type { Input, Output } from "@rpcface/client";
import { html } from "lit";
import { live } from "lit/directives/live.js";
import { type Draw, type Model, prop } from "../model.js";
import { natural } from "../values.js";

interface Option {
  readonly value: Input | Output;
  readonly label: string;
}

/** True or false. */
export const checkbox: Draw = (model) => html`<input
  id=${model.id}
  type="checkbox"
  ?disabled=${model.isOutput}
  aria-invalid=${model.isInvalid}
  aria-describedby=${model.describedBy}
  .checked=${live(model.value === true)}
  .indeterminate=${live(model.value === null || model.value === undefined)}
  @change=${(event: Event) => model.change((event.target as HTMLInputElement).checked)}
/>`;

/** One of some, all in sight. */
export const radios: Draw = (model) => html`<div class="options" role="radiogroup" aria-labelledby="${model.id}-label">
  ${optionsOf(model).map(
    ({ value, label }) => html`<label class="option">
      <input
        type="radio"
        name=${model.id}
        ?disabled=${model.isOutput}
        aria-describedby=${model.describedBy}
        .checked=${live(isSame(model.value, value))}
        @change=${() => model.change(value as Input)}
      /><span>${label}</span>
    </label>`,
  )}
</div>`;

/** Any number of some. */
export const checkboxes: Draw = (model) => {
  const chosen = Array.isArray(model.value) ? (model.value as Output[]) : [];
  const toggled = (value: Option["value"]) => {
    const isThere = chosen.some((one) => isSame(one, value));
    const rest = isThere ? chosen.filter((one) => !isSame(one, value)) : [...chosen, value as Output];
    model.change(rest as Input[]);
  };
  return html`<div class="options" role="group" aria-labelledby="${model.id}-label">
    ${optionsOf(model).map(
      ({ value, label }) => html`<label class="option">
        <input
          type="checkbox"
          ?disabled=${model.isOutput}
          .checked=${live(chosen.some((one) => isSame(one, value)))}
          @change=${() => toggled(value)}
        /><span>${label}</span>
      </label>`,
    )}
  </div>`;
};

/** One of some in a list that unfolds; several where the schema is a list of choices. */
export const dropdown: Draw = (model) => {
  const shape = model.component.schema?.shape;
  if (shape?.case === "listShape" || prop(model, "multiselect", false)) {
    return checkboxes(model);
  }
  return shape?.case === "choiceShape" && shape.value.allowCustom ? typedOrChosen(model) : chosen(model);
};

function chosen(model: Model) {
  const options = optionsOf(model);
  const at = options.findIndex(({ value }) => isSame(model.value, value));
  return html`<select
    id=${model.id}
    aria-invalid=${model.isInvalid}
    aria-describedby=${model.describedBy}
    .value=${live(String(at))}
    @change=${(event: Event) => {
      const index = Number((event.target as HTMLSelectElement).value);
      model.change(index < 0 ? undefined : (options[index]?.value as Input));
    }}
  >
    ${at < 0 ? html`<option value="-1" selected>Choose…</option>` : ""}
    ${options.map(({ label }, index) => html`<option value=${index} ?selected=${index === at}>${label}</option>`)}
  </select>`;
}

function typedOrChosen(model: Model) {
  const options = optionsOf(model);
  const shown = options.find(({ value }) => isSame(model.value, value))?.label ?? model.value ?? "";
  const read = (typed: string) => options.find(({ label }) => label === typed)?.value ?? typed;
  return html`<input
      id=${model.id}
      list="${model.id}-options"
      autocomplete="off"
      aria-invalid=${model.isInvalid}
      aria-describedby=${model.describedBy}
      .value=${live(String(shown))}
      @input=${(event: Event) => model.change(read((event.target as HTMLInputElement).value) as Input)}
    />
    <datalist id="${model.id}-options">${options.map(({ label }) => html`<option value=${label}></option>`)}</datalist>`;
}

/** The choices of a component, or of the items of its list. */
export function optionsOf({ component }: Pick<Model, "component">): readonly Option[] {
  const shape = component.schema?.shape;
  const inner = shape?.case === "listShape" ? shape.value.item?.shape : shape;
  if (inner?.case !== "choiceShape") {
    return [];
  }
  return inner.value.choices.map(({ value, label }) => {
    const plain = natural(value);
    return { value: plain, label: label || String(plain) };
  });
}

/** Whether two values are the same, as far as choices go. */
export function isSame(one: Option["value"], other: Option["value"]): boolean {
  return one === other || key(one) === key(other);
}

function key(value: Option["value"]): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? Number(part) : part)) ?? "";
}
