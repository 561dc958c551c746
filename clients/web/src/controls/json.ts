/** Any value, as JSON. */

import { css, html, nothing } from "lit";
import type { Input } from "@rpcface/client";
import { draft, draftIn } from "../drafts.js";
import { entry } from "../entry.js";
import { NoJson, readJson, writeJson } from "../json_text.js";
import type { Draw, Model } from "../model.js";
import { say } from "../words.js";
import { indent } from "../indent.js";

const styles = css`
  .json {
    position: relative;
  }
  .json button {
    position: absolute;
    inset-block-start: 0.35rem;
    inset-inline-end: 0.35rem;
    background: var(--rf-panel);
  }
  .json textarea {
    padding-inline-end: 4.5rem;
    white-space: pre;
    overflow-x: auto;
  }
`;

/** A field for JSON: what is none stays as it is typed, is told, and is not sent. */
export const json: Draw = Object.assign(
  (model: Model) => html`<div class="json">
    <textarea
      id=${model.id}
      class="code"
      rows=${model.isCell ? 1 : 4}
      placeholder=${model.value === null ? "" : '{"name": [1, 2.5, true, null]}'}
      spellcheck="false"
      autocapitalize="off"
      aria-invalid=${model.isInvalid}
      aria-describedby=${model.describedBy}
      ${entry(model.value === null ? undefined : model.value, writeJson, readOrNothing)}
      @input=${(event: Event) => model.change(read((event.target as HTMLTextAreaElement).value))}
      @keydown=${indent}
    ></textarea>
    ${isFolded(model)
      ? html`<button
          type="button"
          class="plain"
          @click=${(event: Event) => {
            const field = (event.target as HTMLElement).parentElement!.querySelector("textarea")!;
            field.value = writeJson(model.value);
          }}
        >
          ${say("Tidy")}
        </button>`
      : nothing}
  </div>`,
  { styles, canBeEmpty: true },
);

/** Whether it is worth to be written over several lines. */
function isFolded({ value, isCell }: Model): boolean {
  return value !== null && typeof value === "object" && draftIn(value) === undefined && !isCell;
}

function read(text: string): Input | undefined {
  if (text.trim() === "") {
    return undefined;
  }
  try {
    return readJson(text);
  } catch (error) {
    return draft(text, error instanceof NoJson ? error.message : String(error));
  }
}

/** The same, null being nothing: the field may be empty, or say "null". */
function readOrNothing(text: string): Input | undefined {
  return read(text) ?? undefined;
}
