/** Any value, as JSON. */

import type { Input, Output } from "@rpcface/client";
import { Media, Tensor } from "@rpcface/client";
import { html } from "lit";
import { live } from "lit/directives/live.js";
import type { Draw } from "../model.js";

/** What was typed that is no JSON yet, by the field's id. */
const typed = new Map<string, string>();

/** A field for JSON; what is none stays as it is typed, and is not sent. */
export const json: Draw = (model) => {
  const shown = model.value === undefined ? "" : JSON.stringify(model.value, replaced, 2);
  if (model.isOutput) {
    return html`<pre class="code" id=${model.id} tabindex="0">${shown}</pre>`;
  }
  const draft = typed.get(model.id);
  const read = (event: Event) => {
    const text = (event.target as HTMLTextAreaElement).value;
    const value = parsed(text);
    if (value === INVALID) {
      typed.set(model.id, text);
    } else {
      typed.delete(model.id);
    }
    (event.target as HTMLTextAreaElement).setCustomValidity(value === INVALID ? "This is no JSON yet." : "");
    if (value !== INVALID) {
      model.change(value as Input | undefined);
    }
  };
  return html`<textarea
    id=${model.id}
    class="code"
    rows="4"
    spellcheck="false"
    aria-invalid=${model.isInvalid || draft !== undefined}
    aria-describedby=${model.describedBy}
    .value=${live(draft ?? shown)}
    @change=${read}
  ></textarea>`;
};

const INVALID = Symbol("no JSON");

function parsed(text: string): Input | undefined | typeof INVALID {
  if (text.trim() === "") {
    return undefined;
  }
  try {
    return JSON.parse(text) as Input;
  } catch {
    return INVALID;
  }
}

function replaced(_: string, value: Input | Output): unknown {
  if (typeof value === "bigint") {
    return Number(value);
  }
  if (value instanceof Tensor) {
    return `${value.type} [${value.shape.join(", ")}]`;
  }
  if (value instanceof Media) {
    return value.filename || value.mediaType;
  }
  return value;
}
