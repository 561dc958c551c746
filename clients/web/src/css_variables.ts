/** Lengths and colours that depend on a value: the page's policy lets no template set styles. */

import { noChange } from "lit";
import { Directive, type ElementPart, type PartInfo, PartType, directive } from "lit/directive.js";

class Variables extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) {
      throw new TypeError("variables() belongs on an element");
    }
  }

  render(_given: Readonly<Record<string, string | number>>) {
    return noChange;
  }

  override update(part: ElementPart, [given]: [Readonly<Record<string, string | number>>]) {
    for (const [name, value] of Object.entries(given)) {
      (part.element as HTMLElement).style.setProperty(name, String(value));
    }
    return noChange;
  }
}

/** Sets custom properties of an element: `<div ${variables({ "--width": "40%" })}>`. */
export const variables = directive(Variables);
