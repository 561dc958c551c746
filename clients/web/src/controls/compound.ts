/** Lists that grow, and structs: each part is a field of its own. */

import type { Input, Output } from "@rpcface/client";
import type { ListShape, StructShape } from "@rpcface/client/protos";
import { css, html, nothing } from "lit";
import { compounds } from "../compound_styles.js";
import { adder, itemsOf, moves, put } from "../items.js";
import type { Draw, Model } from "../model.js";
import { isScalar, part, unnamed } from "../parts.js";
import { labelOf } from "../values.js";
import { say } from "../words.js";
import { json } from "./json.js";
import { told } from "./choices.js";
import { columnsOf, table } from "./table.js";

/** Lists that are longer are written as JSON. */
const MOST_ITEMS = 200;

/** Draws a list or a struct by its schema. */
export const compound: Draw = Object.assign(
  (model: Model) => {
    const shape = model.component.schema?.shape;
    switch (shape?.case) {
      case "listShape":
        return list(model, shape.value);
      case "structShape":
        return group(model, shape.value);
      default:
        return json(model);
    }
  },
  { styles: css`${compounds}${json.styles!}`, isGroup: true },
);

function list(model: Model, shape: ListShape) {
  const items = itemsOf(model);
  if (model.value === null) {
    return none(model);
  }
  if (columnsOf(shape) && (model.isOutput || items.length <= MOST_ITEMS)) {
    return table(model, shape);
  }
  if (model.isOutput && isScalar(shape.item)) {
    return scalars(model, shape, items);
  }
  if (items.length > MOST_ITEMS) {
    return json(model);
  }
  const { item } = shape;
  return html`<div class="list" id=${model.id} role="group" aria-labelledby="${model.id}-label">
    ${items.length === 0 ? html`<p class="told">${say("Nothing in it")}</p>` : nothing}
    ${items.map(
      (value, at) =>
        html`<div class="item" data-item>
          <span class="place" aria-hidden="true">${at + 1}</span>
          ${part(model, {
            component: unnamed(item, `${labelOf(model.component)} ${at + 1}`),
            value,
            faults: model.faultsOf(at),
            isCell: true,
            change: (next) => put(model, items.with(at, next as Output)),
          })}
          ${model.isOutput ? nothing : moves(model, shape, at)}
        </div>`,
    )}
    ${adder(model, shape)}
  </div>`;
}

/** A list of values that each fit on a line, to read. */
function scalars(model: Model, { item }: ListShape, items: readonly Output[]) {
  return items.length === 0
    ? html`<output class="nothing" id=${model.id} aria-labelledby="${model.id}-label">${say("Nothing in it")}</output>`
    : html`<ol class="items tall" id=${model.id} start="1" tabindex="0" aria-labelledby="${model.id}-label">
        ${items.slice(0, MOST_ITEMS).map((one) => html`<li>${told(one, item)}</li>`)}
        ${items.length > MOST_ITEMS ? html`<li>${say("{n} more", { n: items.length - MOST_ITEMS })}</li>` : nothing}
      </ol>`;
}

function group(model: Model, { fields }: StructShape) {
  if (model.value === null) {
    return none(model);
  }
  const value = (model.value ?? {}) as Record<string, Input | Output>;
  return html`<div class="group" id=${model.id} role="group" aria-labelledby="${model.id}-label">
    ${fields.map((field) =>
      part(model, {
        component: field,
        value: value[field.name],
        faults: model.faultsOf(field.name),
        change: (next) => model.change({ ...value, [field.name]: next } as Input),
      }),
    )}
  </div>`;
}

function none(model: Model) {
  return html`<output class="nothing" id=${model.id} aria-labelledby="${model.id}-label">${say("None")}</output>`;
}
