/** HTML, shown where it reaches nothing. */

import { css, html as template } from "lit";
import "../html_frame.js";
import type { Draw, Model } from "../model.js";

const styles = css`
  rf-html {
    display: block;
  }
`;

/** A frame of an origin of its own, as high as what it shows. */
export const html: Draw = Object.assign(
  (model: Model) =>
    template`<rf-html
      id=${model.id}
      .text=${typeof model.value === "string" ? model.value : ""}
      .label=${model.component.label || model.component.name}
    ></rf-html>`,
  { styles, isGroup: true },
);
