/** Sounds: chosen, dropped or recorded; played and saved. */

import { Tensor } from "@rpcface/client";
import { html } from "lit";
import { type Content, isContent } from "../contents.js";
import type { Draw, Model } from "../model.js";
import "../microphone.js";
import { waveFile } from "../sounds.js";
import { played } from "./video.js";

/** A player, and where it is an input, the ways to give a sound. */
export const audio: Draw = Object.assign(drawn, { isGroup: true });

function drawn(model: Model) {
  const sound = soundOf(model.value);
  const player = played(model, sound, false);
  return model.isOutput
    ? player
    : html`<rf-microphone
        .isOffered=${sound === undefined}
        @rf-files=${(event: CustomEvent<File[]>) => model.change(event.detail[0])}
        >${player}</rf-microphone
      >`;
}

const made = new WeakMap<object, Blob>();

function soundOf(value: Model["value"]): Content | undefined {
  if (isContent(value)) {
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
