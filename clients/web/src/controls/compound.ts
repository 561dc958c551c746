/** Lists that grow, and structs: each part is a field of its own. */

import type { Input, Output } from "@rpcface/client";
import { html, nothing } from "lit";
import { type Draw, type Model } from "../model.js";
import { initial, part, unnamed } from "../parts.js";
import { labelOf } from "../values.js";
import { json } from "./json.js";

/** Draws a list or a struct by its schema. */
export const compound: Draw = (model) => {
  const shape = model.component.schema?.shape;
  switch (shape?.case) {
    case "listShape":
      return list(model, shape.value);
    case "structShape":
      return group(model, shape.value.fields);
    default:
      return json(model);
  }
};

type Shape = NonNullable<Model["component"]["schema"]>["shape"];
type List = Extract<Shape, { case: "listShape" }>["value"];
type Fields = Extract<Shape, { case: "structShape" }>["value"]["fields"];

function list(model: Model, { item, minItems, maxItems }: List) {
  const items = Array.isArray(model.value) ? (model.value as Output[]) : [];
  const put = (next: readonly (Input | Output)[]) => model.change(next as Input[]);
  const canGrow = !model.isOutput && (maxItems === 0n || items.length < Number(maxItems));
  const canShrink = !model.isOutput && items.length > Number(minItems);
  return html`<div class="list" id=${model.id} role="group" aria-labelledby="${model.id}-label">
    ${items.map(
      (value, at) =>
        html`<div class="item">
          ${part(model, unnamed(item, String(at + 1)), value, (next) => put(items.with(at, next as Output)))}
          ${canShrink
            ? html`<button
                type="button"
                class="plain"
                aria-label="Remove item ${at + 1}"
                @click=${() => put(items.toSpliced(at, 1))}
              >
                ✕
              </button>`
            : nothing}
        </div>`,
    )}
    ${canGrow
      ? html`<button type="button" @click=${() => put([...items, initial(item) as Output])}>Add</button>`
      : nothing}
    ${model.isOutput && items.length === 0 ? html`<p class="help">Nothing</p>` : nothing}
  </div>`;
}

function group(model: Model, fields: Fields) {
  const value = (model.value ?? {}) as Record<string, Input | Output>;
  return html`<div class="group" id=${model.id} role="group" aria-labelledby="${model.id}-label">
    ${fields.map((field) =>
      part(model, { ...field, label: labelOf(field) }, value[field.name], (next) =>
        model.change({ ...value, [field.name]: next } as Input),
      ),
    )}
  </div>`;
}
