/** Outputs that are text, or can be shown as such. */

import { html, noChange } from "lit";
import { Directive, type ElementPart, directive } from "lit/directive.js";
import type { Input, Output } from "@rpcface/client";
import { optionsOf, wordsOf } from "../controls/choices.js";
import type { Draw, Model } from "../model.js";
import { isSame } from "../values.js";

const NEAR_PX = 12;
const HIDDEN = "••••••••";

/** The value as text that can be selected and copied; one that grows is followed to its end. */
export const shown: Draw = Object.assign(
  (model: Model) => html`<output
    id=${model.id}
    class="text"
    aria-labelledby="${model.id}-label"
    tabindex=${isLong(model) ? 0 : -1}
    ${grown(isSecret(model) ? HIDDEN : displayed(model))}
  ></output>`,
  { textOf: (model: Model) => (isSecret(model) ? "" : textOf(model)) },
);

/** Only what may need to be scrolled stands in the way of the tab key. */
function isLong({ value }: Model): boolean {
  return typeof value === "string" && value.length > 500;
}

function isSecret({ component }: Model): boolean {
  const shape = component.schema?.shape;
  return shape?.case === "textShape" && shape.value.format === "password";
}

/** A moment with a space in the place of its T, anything else as it is. */
function displayed(model: Model): string {
  const shape = model.component.schema?.shape;
  const isMoment = shape?.case === "textShape" && shape.value.format === "date-time";
  return isMoment ? textOf(model).replace(/T|(?=[+-]\d\d:\d\d$|Z$)/g, " ") : textOf(model);
}

function textOf(model: Model): string {
  const options = optionsOf(model);
  const told = (value: Input | Output): string =>
    options.find((option) => isSame(option.value, value))?.label ??
    (Array.isArray(value) ? value.map(told).join(", ") : wordsOf(value));
  return told(model.value);
}

class Grown extends Directive {
  #text = document.createTextNode("");

  render(_text: string) {
    return noChange;
  }

  override update({ element }: ElementPart, [text]: [string]) {
    const { data } = this.#text;
    if (this.#text.parentNode !== element) {
      element.append(this.#text);
    }
    if (text === data) {
      return noChange;
    }
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    if (data !== "" && text.startsWith(data)) {
      this.#text.appendData(text.slice(data.length)); // what is selected stays selected
      if (isAtEnd) {
        element.scrollTop = element.scrollHeight;
      }
    } else {
      this.#text.data = text;
    }
    return noChange;
  }
}

/** The text of an element: what is added is put behind what is there, in sight where the end was. */
export const grown = directive(Grown);
