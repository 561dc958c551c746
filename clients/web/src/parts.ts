/** A field inside another: an item of a list, a part of a struct. */

import type { Input, Output } from "@rpcface/client";
import { type Component, ComponentSchema, create, type Schema } from "@rpcface/client/protos";
import { html } from "lit";
import type { Change } from "./field.js";
import type { Faults, Model } from "./model.js";

/** What a part is, beside what all of its whole have. */
export interface Part {
  readonly component: Component;
  readonly value: Input | Output;
  readonly faults: Faults;
  /** Whether its label and help stand elsewhere. */
  readonly isCell?: boolean;
  readonly change: (value: Input | undefined) => void;
}

/** Draws a part of a model's value with a component of its own. */
export function part(model: Model, { component, value, faults, isCell = false, change }: Part) {
  return html`<rf-field
    .component=${component}
    .value=${value}
    .isOutput=${model.isOutput}
    .isCell=${isCell}
    .faults=${faults}
    .addressOf=${model.addressOf}
    @rf-change=${(event: Change) => {
      event.stopPropagation();
      change(event.detail.value);
    }}
    @rf-submit=${() => model.submit()}
  ></rf-field>`;
}

const unnamedOnes = new WeakMap<Schema, Map<string, Component>>();

/** A component for something that has only a schema; the same for the same label. */
export function unnamed(schema: Schema | undefined, label: string): Component {
  const ones = (schema && unnamedOnes.get(schema)) ?? new Map<string, Component>();
  if (schema) {
    unnamedOnes.set(schema, ones);
  }
  const made = ones.get(label) ?? create(ComponentSchema, { name: label, label, ...(schema && { schema }) });
  ones.set(label, made);
  return made;
}

/** Whether a schema's values fit into a cell. */
export function isScalar(schema: Schema | undefined): boolean {
  const shape = schema?.shape;
  switch (shape?.case) {
    case "boolShape":
    case "intShape":
    case "floatShape":
    case "choiceShape":
      return true;
    case "textShape":
      return shape.value.mediaType === "";
    default:
      return false;
  }
}
