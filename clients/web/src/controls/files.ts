/** Files of any kind: chosen, dropped or pasted. */

import { Media, type Input, type Output } from "@rpcface/client";
import { html, nothing } from "lit";
import { type Draw, type Model } from "../model.js";
import { download } from "../save.js";
import "../drop.js";

/** A place for a file, or for several where the schema is a list; as an output, what can be saved. */
export const files: Draw = (model) => {
  const isList = model.component.schema?.shape.case === "listShape";
  const there = (isList ? ((model.value ?? []) as (Input | Output)[]) : [model.value]).filter(
    (one) => one instanceof Media || one instanceof Blob,
  );
  if (model.isOutput) {
    return html`<ul class="files" id=${model.id}>
      ${there.map((one) => html`<li>${entry(one)} ${download(model, one)}</li>`)}
    </ul>`;
  }
  const put = (given: readonly File[]) => model.change(isList ? [...(there as Input[]), ...given] : given[0]);
  return html`<rf-drop
      id=${model.id}
      .accept=${acceptOf(model)}
      .multiple=${isList}
      .describedBy=${model.describedBy}
      @rf-files=${(event: CustomEvent<File[]>) => put(event.detail)}
    ></rf-drop>
    <ul class="files">
      ${there.map(
        (one, at) =>
          html`<li>
            ${entry(one)}
            <button
              type="button"
              class="plain"
              aria-label="Remove ${nameOf(one)}"
              @click=${() => model.change(isList ? ((there as Input[]).toSpliced(at, 1) as Input) : undefined)}
            >
              ✕
            </button>
          </li>`,
      )}
    </ul>`;
};

/** What the browser's dialog offers. */
export function acceptOf({ component }: Model): string {
  const shape = component.schema?.shape;
  const inner = shape?.case === "listShape" ? shape.value.item?.shape : shape;
  return inner?.case === "mediaShape" ? [...inner.value.extensions, ...inner.value.mediaTypes].join(",") : "";
}

function entry(one: Media | Blob) {
  const size = one.size;
  return html`<span>${nameOf(one)}</span>${size > 0 ? html`<small>${sized(size)}</small>` : nothing}`;
}

function nameOf(one: Media | Blob): string {
  if (one instanceof Media) {
    return one.filename || one.mediaType;
  }
  return one instanceof File ? one.name : one.type;
}

/** A length for people. */
export function sized(bytes: number): string {
  const steps = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 3);
  return `${(bytes / 1000 ** steps).toFixed(steps === 0 ? 0 : 1)} ${["B", "kB", "MB", "GB"][steps]}`;
}
