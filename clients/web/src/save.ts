/** Saving what is shown. */

import { Media, Tensor, type Input, type Output } from "@rpcface/client";
import { html, nothing } from "lit";
import type { Model } from "./model.js";
import { pngOf } from "./pictures.js";

/** A button that saves a file. */
export function download(model: Model, value: Input | Output) {
  if (!(value instanceof Media || value instanceof Blob || value instanceof Tensor)) {
    return nothing;
  }
  const name = model.component.label || model.component.name;
  return html`<button type="button" class="plain" aria-label="Download ${name}" @click=${() => save(model, value)}>
    Download
  </button>`;
}

async function save(model: Model, value: Media | Blob | Tensor): Promise<void> {
  const link = document.createElement("a");
  if (value instanceof Media && value.isHeld) {
    link.href = (await model.addressOf.bring?.(value)) ?? model.addressOf(value);
  } else {
    const blob = value instanceof Tensor ? await pngOf(value) : value instanceof Media ? value.blob() : value;
    link.href = URL.createObjectURL(blob);
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
  link.download = fileName(value) || `${model.component.name}${value instanceof Tensor ? ".png" : ""}`;
  link.click();
}

function fileName(value: Media | Blob | Tensor): string {
  return value instanceof Media ? value.filename : value instanceof File ? value.name : "";
}
