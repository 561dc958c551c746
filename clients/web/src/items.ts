/** What a person does with the items of a list: more, fewer, another order. */

import type { Input, Output } from "@rpcface/client";
import type { ListShape } from "@rpcface/client/protos";
import { html, nothing } from "lit";
import type { Field } from "./field.js";
import type { Model } from "./model.js";
import { labelOf, start } from "./values.js";
import { say } from "./words.js";

/** The items of a model's list. */
export function itemsOf({ value }: Model): readonly Output[] {
  return Array.isArray(value) ? (value as Output[]) : [];
}

/** Another list in the place of a model's. */
export function put(model: Model, items: readonly (Input | Output)[]): void {
  model.change(items as Input[]);
}

/** The buttons of one item: up, down, away. */
export function moves(model: Model, shape: ListShape, at: number) {
  const items = itemsOf(model);
  const canShrink = items.length > Number(shape.minItems);
  const move = (event: Event, to: number, which: string) => {
    const rest = items.toSpliced(at, 1);
    put(model, to < 0 ? rest : rest.toSpliced(to, 0, items[at]!));
    focus(event, which, to < 0 ? Math.min(at, rest.length - 1) : to);
  };
  const which = { what: labelOf(model.component), n: at + 1 };
  return html`<div class="moves" data-at=${at}>
    ${items.length > 1
      ? html`<button
            type="button"
            class="plain up"
            aria-label=${say("Move {what} {n} up", which)}
            ?disabled=${at === 0}
            @click=${(event: Event) => move(event, at - 1, at === 1 ? "down" : "up")}
          >
            ↑</button
          ><button
            type="button"
            class="plain down"
            aria-label=${say("Move {what} {n} down", which)}
            ?disabled=${at === items.length - 1}
            @click=${(event: Event) => move(event, at + 1, at === items.length - 2 ? "up" : "down")}
          >
            ↓
          </button>`
      : nothing}
    ${canShrink
      ? html`<button
          type="button"
          class="plain away"
          aria-label=${say("Remove {what} {n}", which)}
          @click=${(event: Event) => move(event, -1, "away")}
        >
          ✕
        </button>`
      : nothing}
  </div>`;
}

/** The button for one item more, where there may be one. */
export function adder(model: Model, shape: ListShape) {
  const items = itemsOf(model);
  const most = Number(shape.maxItems);
  if (model.isOutput || (most > 0 && items.length >= most)) {
    return nothing;
  }
  return html`<button
    type="button"
    class="add"
    aria-label=${say("Add to {what}", { what: labelOf(model.component) })}
    @click=${(event: Event) => {
      put(model, [...items, start(shape.item)]);
      focus(event, "item", items.length);
    }}
  >
    ${say("Add")}
  </button>`;
}

/** Once it is drawn, puts the focus on a button of an item, or into the item itself. */
function focus(event: Event, which: string, at: number): void {
  const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
  requestAnimationFrame(() => {
    if (which === "item") {
      void root.querySelectorAll("[data-item]")[at]?.querySelector<Field>("rf-field")?.focusFault();
      return;
    }
    const button = root.querySelector<HTMLElement>(`[data-at="${at}"] .${which}`);
    (button ?? root.querySelector<HTMLElement>(".add"))?.focus();
  });
}
