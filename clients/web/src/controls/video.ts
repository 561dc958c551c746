/** Videos, and what they have in common with sounds: chosen or dropped, played and saved. */

import { html, nothing } from "lit";
import "../drop.js";
import "../file_entry.js";
import { type Content, isContent } from "../contents.js";
import type { Draw, Model } from "../model.js";
import "../player.js";
import { takingOf } from "../taking.js";
import { labelOf } from "../values.js";
import { nothingYet } from "../views/nothing_yet.js";
import { say } from "../words.js";

/** A player of videos, and where it is an input, a place to give one. */
export const video: Draw = Object.assign(
  (model: Model) => played(model, isContent(model.value) ? model.value : undefined, true),
  { isGroup: true },
);

/** A player with the file below it. */
export function played(model: Model, content: Content | undefined, isVideo: boolean) {
  const { component, id, isOutput, addressOf } = model;
  const label = labelOf(component);
  const player =
    content === undefined
      ? nothing
      : html`<div class="stack">
          <rf-player .value=${content} .isVideo=${isVideo} .label=${label} .addressOf=${addressOf}></rf-player>
          <rf-file
            .value=${content}
            .addressOf=${addressOf}
            .name=${component.name}
            .isOutput=${isOutput}
            .isPlayed=${true}
            @rf-remove=${() => model.change(undefined)}
          ></rf-file>
        </div>`;
  if (isOutput) {
    return content === undefined ? nothingYet(model, !isVideo) : html`<div id=${id}>${player}</div>`;
  }
  return html`<rf-drop
    id=${id}
    .taking=${takingOf(component)}
    .count=${content === undefined ? 0 : 1}
    .label=${label}
    .hint=${isVideo ? say("Choose a video") : say("Choose a sound")}
    .describedBy=${model.describedBy}
    .isInvalid=${model.isInvalid}
    @rf-files=${(event: CustomEvent<File[]>) => model.change(event.detail[0])}
    >${player}</rf-drop
  >`;
}
