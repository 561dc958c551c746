/** Pictures: chosen, dropped, pasted or taken; shown, enlarged and saved. */

import { html, nothing } from "lit";
import "../camera.js";
import "../drop.js";
import type { Drop } from "../drop.js";
import { isPicture } from "../media_names.js";
import { type Draw, type Model, prop } from "../model.js";
import "../picture.js";
import { takingOf } from "../taking.js";
import "../uploading.js";
import { labelOf } from "../values.js";
import { nothingYet } from "../views/nothing_yet.js";
import { say } from "../words.js";

/** A picture, and where it is an input, the ways to give another. */
export const image: Draw = (model) => {
  const { component, value, id } = model;
  const isThere = isPicture(value);
  if (model.isOutput) {
    return isThere ? html`<div id=${id}>${picture(model)}</div>` : nothingYet(model);
  }
  const take = (event: CustomEvent<File[]>) => model.change(event.detail[0]);
  return html`<rf-camera .isOffered=${!isThere} .isStreaming=${component.streaming} @rf-files=${take}>
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
  </rf-camera>`;
};

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
