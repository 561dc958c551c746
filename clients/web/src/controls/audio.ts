/** Sounds: chosen, dropped or recorded; played and saved. */

import { Media, Tensor } from "@rpcface/client";
import { html, nothing } from "lit";
import type { Draw, Model } from "../model.js";
import { addressOfPicture } from "../pictures.js";
import { download } from "../save.js";
import { waveFile } from "../sounds.js";
import "../drop.js";
import "../microphone.js";
import { acceptOf } from "./files.js";

/** A player, and where it is an input, the ways to give a sound. */
export const audio: Draw = (model) => {
  const sound = soundOf(model.value);
  if (sound === undefined) {
    return model.isOutput
      ? html`<div class="empty small" id=${model.id}>${nothing}</div>`
      : html`<rf-drop
            id=${model.id}
            .accept=${acceptOf(model)}
            .describedBy=${model.describedBy}
            .hint=${"Choose a sound"}
            @rf-files=${(event: CustomEvent<File[]>) => model.change(event.detail[0])}
          ></rf-drop>
          <rf-microphone @rf-files=${(event: CustomEvent<File[]>) => model.change(event.detail[0])}></rf-microphone>`;
  }
  return html`<audio
      id=${model.id}
      controls
      src=${addressOfPicture(sound, model.addressOf) ?? ""}
      aria-label=${model.component.label || model.component.name}
    ></audio>
    <div class="row tools">
      ${model.isOutput
        ? download(model, sound)
        : html`<button type="button" class="plain" @click=${() => model.change(undefined)}>Remove</button>`}
    </div>`;
};

const made = new WeakMap<object, Blob>();

function soundOf(value: Model["value"]): Media | Blob | undefined {
  if (value instanceof Media || value instanceof Blob) {
    return value;
  }
  if (value === null || typeof value !== "object" || !("samples" in value)) {
    return undefined;
  }
  const { rate, samples } = value as { rate: number; samples: unknown };
  if (!(samples instanceof Tensor)) {
    return undefined;
  }
  const known = made.get(samples) ?? waveFile(Number(rate), samples);
  made.set(samples, known);
  return known;
}
