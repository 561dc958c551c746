/** Pictures with captions. */

import type { Input, Output } from "@rpcface/client";
import { Tensor } from "@rpcface/client";
import { html, nothing } from "lit";
import { type Draw, type Model } from "../model.js";
import { addressOfPicture } from "../pictures.js";
import { download } from "../save.js";
import "../drop.js";
import "../picture.js";

interface Entry {
  readonly image: Input | Output;
  readonly caption?: string | null;
}

/** A grid of pictures; as an input, one that grows. */
export const gallery: Draw = (model) => {
  const entries = Array.isArray(model.value) ? (model.value as unknown as Entry[]) : [];
  const put = (next: readonly Entry[]) => model.change(next as unknown as Input);
  return html`<div class="gallery" id=${model.id} role="group" aria-labelledby="${model.id}-label">
      ${entries.map((entry, at) => figure(model, entry, at, () => put(entries.toSpliced(at, 1))))}
    </div>
    ${model.isOutput
      ? entries.length === 0
        ? html`<div class="empty"></div>`
        : nothing
      : html`<rf-drop
          .accept=${"image/*"}
          .multiple=${true}
          .describedBy=${model.describedBy}
          .hint=${"Choose pictures"}
          @rf-files=${(event: CustomEvent<File[]>) =>
            put([...entries, ...event.detail.map((image) => ({ image, caption: null }))])}
        ></rf-drop>`}`;
};

function figure(model: Model, { image, caption }: Entry, at: number, remove: () => void) {
  return html`<figure>
    <rf-picture
      .src=${addressOfPicture(image, model.addressOf)}
      .pixels=${image instanceof Tensor ? image : undefined}
      .label=${caption || `Picture ${at + 1}`}
    ></rf-picture>
    <figcaption>
      <span>${caption ?? ""}</span>
      ${model.isOutput
        ? download(model, image)
        : html`<button type="button" class="plain" aria-label="Remove picture ${at + 1}" @click=${remove}>✕</button>`}
    </figcaption>
  </figure>`;
}
