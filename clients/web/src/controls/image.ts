/** Pictures: chosen, dropped, pasted or taken; shown, enlarged and saved. */

import { Media, Tensor } from "@rpcface/client";
import { html, nothing } from "lit";
import type { Draw, Model } from "../model.js";
import { addressOfPicture } from "../pictures.js";
import { download } from "../save.js";
import "../camera.js";
import "../drop.js";
import "../picture.js";
import { acceptOf } from "./files.js";

/** A picture, and where it is an input, the ways to give another. */
export const image: Draw = (model) => {
  const isThere = isPicture(model.value);
  if (model.isOutput) {
    return isThere ? html`${picture(model)}<div class="row tools">${download(model, model.value)}</div>` : empty(model);
  }
  if (!isThere) {
    return html`<rf-drop
        id=${model.id}
        .accept=${acceptOf(model)}
        .describedBy=${model.describedBy}
        .hint=${"Choose a picture"}
        @rf-files=${(event: CustomEvent<File[]>) => model.change(event.detail[0])}
      ></rf-drop>
      <rf-camera @rf-files=${(event: CustomEvent<File[]>) => model.change(event.detail[0])}></rf-camera>`;
  }
  return html`${picture(model)}
    <div class="row tools">
      <button type="button" class="plain" @click=${() => model.change(undefined)}>Remove</button>
    </div>`;
};

function picture(model: Model) {
  const { value, component } = model;
  return html`<rf-picture
    id=${model.id}
    .src=${addressOfPicture(value, model.addressOf)}
    .pixels=${value instanceof Tensor ? value : undefined}
    .label=${component.label || component.name}
  ></rf-picture>`;
}

function empty(model: Model) {
  return html`<div class="empty" id=${model.id} role="img" aria-label="No picture yet">${nothing}</div>`;
}

function isPicture(value: Model["value"]): boolean {
  return value instanceof Media || value instanceof Blob || value instanceof Tensor;
}
