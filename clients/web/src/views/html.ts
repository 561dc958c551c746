/** HTML, shown where it reaches nothing. */

import { html as template } from "lit";
import type { Draw } from "../model.js";

/** A frame of an origin of its own: its scripts see neither the page nor the server. */
export const html: Draw = (model) =>
  template`<iframe
    id=${model.id}
    sandbox="allow-scripts"
    referrerpolicy="no-referrer"
    title=${model.component.label || model.component.name}
    srcdoc=${typeof model.value === "string" ? model.value : ""}
  ></iframe>`;
