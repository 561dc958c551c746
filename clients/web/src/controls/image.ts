/** Pictures: chosen, dropped, pasted or taken; shown, enlarged and saved. */

import { css, html, nothing } from "lit";
import type { Camera } from "../camera.js";
import "../drop.js";
import type { Drop } from "../drop.js";
import { isPicture } from "../contents.js";
import { type Draw, type Model, prop } from "../model.js";
import { takingOf } from "../taking.js";
import { labelOf } from "../values.js";
import { nothingYet } from "../views/nothing_yet.js";
import { say } from "../words.js";

const styles = css`
  .offer {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    margin-block-start: 0.3rem;
  }
  rf-camera {
    display: block;
  }
  rf-camera[running] + .offer {
    display: none;
  }
`;

const lens = html`<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" aria-hidden="true">
  <path d="M2 5h3l1-2h4l1 2h3v8H2z" />
  <circle cx="8" cy="9" r="2.3" />
</svg>`;

/** A picture, and where it is an input, the ways to give another. */
export const image: Draw = Object.assign(drawn, { styles, isGroup: true });

function drawn(model: Model) {
  const { component, value, id } = model;
  const isThere = isPicture(value);
  if (isThere) {
    void import("../picture.js");
  }
  if (value instanceof Blob) {
    void import("../uploading.js");
  }
  if (model.isOutput) {
    return isThere ? html`<div id=${id}>${picture(model)}</div>` : nothingYet(model);
  }
  const take = (event: CustomEvent<File[]>) => model.change(event.detail[0]);
  return html`<rf-camera .isStreaming=${component.streaming} @rf-files=${take}>
    <rf-drop
      id=${id}
      .taking=${takingOf(component)}
      .count=${isThere ? 1 : 0}
      .label=${labelOf(component)}
      .hint=${say("Choose a picture")}
      .describedBy=${model.describedBy}
      .isInvalid=${model.isInvalid}
      @rf-files=${take}
    >
      ${isThere ? picture(model) : nothing}
      ${value instanceof Blob
        ? html`<rf-uploading .file=${value} @rf-remove=${() => model.change(undefined)}></rf-uploading>`
        : nothing}
    </rf-drop>
  </rf-camera>
  ${navigator.mediaDevices !== undefined && (!isThere || component.streaming)
    ? html`<button type="button" class="plain offer" @click=${photograph}>${lens} ${say("Use the camera")}</button>`
    : nothing}`;
}

/** Starts the camera that stands before a button. */
async function photograph({ currentTarget }: Event): Promise<void> {
  await import("../camera.js");
  await ((currentTarget as Element).previousElementSibling as Camera).start();
}

function picture(model: Model) {
  const { component, isOutput } = model;
  return html`<rf-picture
    .value=${model.value}
    .addressOf=${model.addressOf}
    .height=${prop(model, "height", 0)}
    .width=${prop(model, "width", 0)}
    .label=${labelOf(component)}
    .name=${isOutput ? component.name : ""}
    .canReplace=${!isOutput}
    .canRemove=${!isOutput}
    .isOutput=${isOutput}
    @rf-replace=${(event: Event) => (event.target as Element).closest<Drop>("rf-drop")?.choose()}
    @rf-remove=${() => model.change(undefined)}
  ></rf-picture>`;
}
