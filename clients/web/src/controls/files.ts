/** Files of any kind: chosen, dropped or pasted. */

import type { Input, Output } from "@rpcface/client";
import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import "../drop.js";
import "../file_entry.js";
import { isContent } from "../contents.js";
import type { Draw, Model } from "../model.js";
import { takingOf } from "../taking.js";
import { labelOf } from "../values.js";
import { nothingYet } from "../views/nothing_yet.js";

/** A place for a file, or for several where the schema is a list; as an output, what can be saved. */
export const files: Draw = Object.assign(drawn, { isGroup: true });

function drawn(model: Model) {
  const { component } = model;
  const isList = component.schema?.shape.case === "listShape";
  const given = (isList ? (model.value ?? []) : [model.value]) as (Input | Output)[];
  const there = given.filter(isContent);
  const rows = repeat(
    there,
    (one) => one,
    (one, at) =>
      html`<rf-file
        role="listitem"
        .value=${one}
        .addressOf=${model.addressOf}
        .name=${isList ? `${component.name}-${at + 1}` : component.name}
        .isOutput=${model.isOutput}
        @rf-remove=${() => model.change(isList ? there.filter((other) => other !== one) : undefined)}
      ></rf-file>`,
  );
  const list = html`<div role=${there.length > 0 ? "list" : "none"} class="stack">${rows}</div>`;
  if (model.isOutput) {
    return there.length > 0 ? html`<div id=${model.id}>${list}</div>` : nothingYet(model, true);
  }
  return html`<rf-drop
    id=${model.id}
    .taking=${takingOf(component)}
    .count=${there.length}
    .label=${labelOf(component)}
    .describedBy=${model.describedBy}
    .isInvalid=${model.isInvalid}
    @rf-files=${(event: CustomEvent<File[]>) =>
      model.change(isList ? [...there, ...event.detail] : event.detail[0])}
    >${list}</rf-drop
  >`;
}
