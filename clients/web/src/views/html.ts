/** HTML, shown where it reaches nothing. */

import { html as template } from "lit";
import "../html_frame.js";
import type { Draw } from "../model.js";

/** A frame of an origin of its own, as high as what it shows. */
export const html: Draw = (model) =>
  template`<rf-html
    id=${model.id}
    .text=${typeof model.value === "string" ? model.value : ""}
    .label=${model.component.label || model.component.name}
  ></rf-html>`;
