/** Lists of structs whose fields each fit into a cell, as a table. */

import type { Input, Output } from "@rpcface/client";
import type { Component, ListShape } from "@rpcface/client/protos";
import { html, nothing } from "lit";
import { adder, itemsOf, moves, put } from "../items.js";
import type { Faults, Model } from "../model.js";
import { isScalar, part } from "../parts.js";
import { labelOf } from "../values.js";
import { say } from "../words.js";
import { told } from "./choices.js";

const MOST_COLUMNS = 8;
const MOST_ROWS = 500;

/** The fields that become columns; undefined: such a list is no table. */
export function columnsOf({ item }: ListShape): readonly Component[] | undefined {
  const fields = item?.shape.case === "structShape" && !item.nullable ? item.shape.value.fields : [];
  const fits = fields.length > 0 && fields.length <= MOST_COLUMNS && fields.every(({ schema }) => isScalar(schema));
  return fits ? fields : undefined;
}

/** A list as a table with a row for each item. */
export function table(model: Model, shape: ListShape) {
  const items = itemsOf(model);
  const columns = columnsOf(shape) ?? [];
  const isRead = model.isOutput;
  if (items.length === 0 && isRead) {
    return html`<output class="nothing" id=${model.id} aria-labelledby="${model.id}-label">${say("Nothing in it")}</output>`;
  }
  return html`${items.length === 0
      ? nothing
      : html`<div
          class="wide ${isRead ? "read tall" : "entered"}"
          role="region"
          aria-labelledby="${model.id}-label"
          tabindex=${isRead ? 0 : nothing}
        >
          <table id=${model.id}>
            <thead>
              <tr>
                <th><span class="visually-hidden">${say("Place")}</span></th>
                ${columns.map((one) => html`<th scope="col" class=${kindOf(one)} title=${one.help}>${labelOf(one)}</th>`)}
                ${isRead ? nothing : html`<td></td>`}
              </tr>
            </thead>
            <tbody>
              ${items.slice(0, MOST_ROWS).map((value, at) => (isRead ? read(columns, value, at) : entered(model, shape, at)))}
            </tbody>
          </table>
        </div>`}
    ${items.length > MOST_ROWS ? html`<p class="told">${say("{n} more", { n: items.length - MOST_ROWS })}</p>` : nothing}
    ${adder(model, shape)}`;
}

function read(columns: readonly Component[], value: Output, at: number) {
  const row = structOf(value);
  return html`<tr>
    <td>${at + 1}</td>
    ${columns.map((one) => html`<td class=${kindOf(one)}>${told(row[one.name], one.schema)}</td>`)}
  </tr>`;
}

function entered(model: Model, shape: ListShape, at: number) {
  const columns = columnsOf(shape) ?? [];
  const items = itemsOf(model);
  const row = structOf(items[at]);
  const faults = model.faultsOf(at);
  const names = new Set(columns.map(({ name }) => `/${name}`));
  const others = Object.entries(faults).filter(([pointer]) => !names.has(pointer));
  return html`<tr data-item>
      <td aria-hidden="true">${at + 1}</td>
      ${columns.map(
        (component) =>
          html`<td>
            ${part(model, {
              component,
              value: row[component.name],
              faults: below(faults, component.name),
              isCell: true,
              change: (next) => put(model, items.with(at, { ...row, [component.name]: next } as Output)),
            })}
          </td>`,
      )}
      <td>${moves(model, shape, at)}</td>
    </tr>
    ${others.length > 0
      ? html`<tr>
          <td></td>
          <td class="wrong" colspan=${columns.length + 1}>${others.map(([, text]) => text).join(" ")}</td>
        </tr>`
      : nothing}`;
}

function below(faults: Faults, name: string): Faults {
  const fault = faults[`/${name}`];
  return fault === undefined ? {} : { "": fault };
}

function structOf(value: Output): Record<string, Input | Output> {
  return value !== null && typeof value === "object" ? (value as Record<string, Output>) : {};
}

function kindOf({ schema }: Component): string {
  return schema?.shape.case === "intShape" || schema?.shape.case === "floatShape" ? "amount" : "";
}
