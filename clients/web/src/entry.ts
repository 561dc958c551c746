/** Fields whose text stands for a value: what a person writes stays as it is written. */

import type { Input, Output } from "@rpcface/client";
import { noChange } from "lit";
import { Directive, type ElementPart, directive } from "lit/directive.js";
import { draftIn } from "./drafts.js";
import { isSame } from "./values.js";

/** The value that a text stands for: a draft where it is none, undefined where it is empty. */
export type Read = (text: string) => Input | undefined;

class Entry extends Directive {
  render(_value: Input | Output, _shown: (value: Input | Output) => string, _read: Read) {
    return noChange;
  }

  override update(part: ElementPart, [value, shown, read]: Parameters<Entry["render"]>) {
    const field = part.element as HTMLInputElement | HTMLTextAreaElement;
    const there = read(field.value);
    const draft = draftIn(value);
    const isKept = draft ? draftIn(there)?.text === draft.text : !draftIn(there) && isSame(there ?? null, value ?? null);
    if (!isKept) {
      field.value = draft ? draft.text : value === undefined || value === null ? "" : shown(value);
    }
    return noChange;
  }
}

/** Shows a value in a text field, unless what stands there means the same: "1." stays while it is typed. */
export const entry = directive(Entry);
