/** Pictures with captions. */

import type { Input } from "@rpcface/client";
import { html, nothing } from "lit";
import "../drop.js";
import "../gallery.js";
import type { Entry } from "../gallery.js";
import { type Draw, type Model, prop } from "../model.js";
import { takingOf } from "../taking.js";
import { labelOf } from "../values.js";
import { nothingYet } from "../views/nothing_yet.js";
import { say } from "../words.js";

/** A grid of pictures; as an input, one that grows. */
export const gallery: Draw = Object.assign(drawn, { isGroup: true });

function drawn(model: Model) {
  const { component, id, isOutput } = model;
  const entries = Array.isArray(model.value) ? (model.value as unknown as Entry[]) : [];
  const put = (next: readonly Entry[]) => model.change(next as unknown as Input);
  const look = {
    columns: prop(model, "columns", 0),
    height: prop(model, "height", 0),
    fit: prop(model, "object_fit", ""),
  };
  const grid =
    entries.length === 0
      ? nothing
      : html`<rf-gallery
          role="group"
          aria-label=${labelOf(component)}
          .entries=${entries}
          .isOutput=${isOutput}
          .name=${component.name}
          .addressOf=${model.addressOf}
          .look=${look}
          @rf-entries=${(event: CustomEvent<Entry[]>) => put(event.detail)}
        ></rf-gallery>`;
  if (isOutput) {
    return entries.length === 0 ? nothingYet(model) : html`<div id=${id}>${grid}</div>`;
  }
  return html`<rf-drop
    id=${id}
    .taking=${takingOf(component)}
    .count=${entries.length}
    .label=${labelOf(component)}
    .hint=${say("Choose pictures")}
    .describedBy=${model.describedBy}
    .isInvalid=${model.isInvalid}
    @rf-files=${(event: CustomEvent<File[]>) =>
      put([...entries, ...event.detail.map((image) => ({ image, caption: null }))])}
    >${grid}</rf-drop
  >`;
}
