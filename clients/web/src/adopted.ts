/** The looks of controls that are loaded when they are needed. */

import type { Draw } from "./model.js";

/** Lets what a control draws below a root look as it should. */
export function adopt(root: Node, draw: Draw | undefined): void {
  const sheet = draw?.styles?.styleSheet;
  if (sheet && root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet)) {
    root.adoptedStyleSheets.push(sheet);
  }
}
