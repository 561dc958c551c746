/** The place of a file that has not come yet. */

import { html } from "lit";
import type { Model } from "../model.js";
import { labelOf } from "../values.js";
import { say } from "../words.js";

/** An empty place, as large as what is likely to come. */
export function nothingYet({ id, component }: Model, isSmall = false) {
  const name = say("{name}: nothing yet", { name: labelOf(component) });
  return html`<div class=${isSmall ? "empty small" : "empty"} id=${id} role="img" aria-label=${name}></div>`;
}
