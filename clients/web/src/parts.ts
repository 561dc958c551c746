/** A field inside another: an item of a list, a part of a struct. */

import type { Input, Output } from "@rpcface/client";
import { type Component, ComponentSchema, create, type Schema } from "@rpcface/client/protos";
import { html } from "lit";
import type { Change } from "./field.js";
import type { Model } from "./model.js";

/** Draws a part of a model's value with a component of its own. */
export function part(
  model: Model,
  component: Component,
  value: Input | Output,
  change: (value: Input | undefined) => void,
) {
  return html`<rf-field
    .component=${component}
    .value=${value}
    .isOutput=${model.isOutput}
    .addressOf=${model.addressOf}
    @rf-change=${(event: Change) => {
      event.stopPropagation();
      change(event.detail.value);
    }}
    @rf-submit=${() => model.submit()}
  ></rf-field>`;
}

/** A component for something that has only a schema. */
export function unnamed(schema: Schema | undefined, label: string): Component {
  return create(ComponentSchema, { name: label, label, ...(schema && { schema }) });
}

/** What a value of a schema is at first; undefined: a person has to say. */
export function initial(schema: Schema | undefined): Input | undefined {
  switch (schema?.shape.case) {
    case "boolShape":
      return false;
    case "textShape":
      return "";
    case "listShape":
      return [];
    case "structShape":
      return {};
    default:
      return undefined;
  }
}
