/** Markdown, shown as what it says. */

import { html } from "lit";
import type { Draw, Model } from "../model.js";
import "../prose.js";

/** CommonMark without HTML. */
export const markdown: Draw = Object.assign(
  (model: Model) => html`<rf-prose
    id=${model.id}
    role="group"
    aria-labelledby="${model.id}-label"
    .text=${textOf(model)}
  ></rf-prose>`,
  { isGroup: true, textOf },
);

function textOf({ value }: Model): string {
  return typeof value === "string" ? value : "";
}
