/** Truth, and one choice of a few. */

import type { Input, Output } from "@rpcface/client";
import type { Component, Schema } from "@rpcface/client/protos";
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { type Draw, type Model, prop } from "../model.js";
import { isSame, natural } from "../values.js";
import { say } from "../words.js";

/** Something that can be chosen. */
export interface Option {
  readonly value: Input | Output;
  readonly label: string;
}

/** More than these are easier to find by their letters. */
const MOST_UNFOLDED = 15;

/** True or false. */
export const checkbox: Draw = (model) => html`<input
  id=${model.id}
  type="checkbox"
  ?disabled=${model.isOutput}
  aria-labelledby="${model.id}-label"
  aria-invalid=${model.isInvalid}
  aria-describedby=${model.describedBy}
  .checked=${live(model.value === true)}
  .indeterminate=${live(model.value === null || model.value === undefined)}
  @change=${(event: Event) => model.change((event.target as HTMLInputElement).checked)}
/>`;

/** Whether a choice is made in the browser's own list: of a few, one, and none that is typed. */
export function isPlainChoice({ component }: Pick<Model, "component">): boolean {
  const shape = component.schema?.shape;
  return shape?.case === "choiceShape" && !shape.value.allowCustom && shape.value.choices.length <= MOST_UNFOLDED;
}

/** One of a few in the browser's own list. */
export const select: Draw = Object.assign(
  (model: Model) => {
    const options = optionsOf(model);
    const at = options.findIndex(({ value }) => isSame(model.value, value));
    const canBeNone = model.component.schema?.nullable ?? false;
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
      ${at < 0 || canBeNone
        ? html`<option value="-1" ?selected=${at < 0}>${canBeNone ? say("None") : say("Choose…")}</option>`
        : nothing}
      ${options.map(({ label }, index) => html`<option value=${index} ?selected=${index === at}>${label}</option>`)}
    </select>`;
  },
  { canBeEmpty: true },
);

/** Whether several may be chosen. */
export function isSeveral(model: Pick<Model, "component">): boolean {
  return model.component.schema?.shape.case === "listShape" || prop(model as Model, "multiselect", false);
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
    return { value: plain, label: label || wordsOf(plain) };
  });
}

/** A value that fits on a line, in words. */
export function told(value: Input | Output, schema: Schema | undefined): string {
  const option = optionsOf({ component: { schema } as Component }).find((one) => isSame(one.value, value));
  return option?.label ?? (value === undefined || value === null ? "–" : wordsOf(value));
}

/** A value that has no label, in words. */
export function wordsOf(value: Input | Output): string {
  const plain = (_: string, part: unknown) => (typeof part === "bigint" ? Number(part) : part);
  return value === null ? say("None") : typeof value === "object" ? JSON.stringify(value, plain) : String(value);
}
