/** Markdown, shown as what it says. */

import { html } from "lit";
import type { Draw } from "../model.js";
import "../prose.js";

/** CommonMark without HTML. */
export const markdown: Draw = (model) =>
  html`<rf-prose id=${model.id} .text=${typeof model.value === "string" ? model.value : ""}></rf-prose>`;
