/** A colour of sRGB. */

import { css, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import type { Input } from "@rpcface/client";
import { draft } from "../drafts.js";
import { entry } from "../entry.js";
import type { Draw, Model } from "../model.js";
import { say } from "../words.js";
import { isPlainEnter, placeholder } from "./texts.js";

const styles = css`
  .color {
    display: flex;
    gap: 0.5rem;
    align-items: center;
  }
  .color input[type="text"] {
    max-width: 9rem;
    font-family: var(--rf-mono);
    font-size: var(--rf-small);
  }
  .swatch {
    flex: none;
    width: 3rem;
    height: var(--rf-control);
    padding: 0;
    border: 1px solid var(--rf-line-strong);
    border-radius: calc(var(--rf-radius) - 2px);
    background: none;
    overflow: hidden;
    cursor: pointer;
  }
  .swatch:disabled {
    cursor: default;
  }
  .swatch::-webkit-color-swatch-wrapper {
    padding: 0;
  }
  .swatch::-webkit-color-swatch {
    border: 0;
    border-radius: 0;
  }
`;

const LONG = /^#[0-9a-f]{6}$/i;
const SHORT = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i;

/** A swatch that opens the browser's own picker, and the colour as text. */
export const color: Draw = Object.assign(
  (model: Model) => {
    const shown = typeof model.value === "string" && LONG.test(model.value) ? model.value.toLowerCase() : "#000000";
    const swatch = html`<input
      id=${model.isOutput ? nothing : model.id}
      class="swatch"
      type="color"
      ?disabled=${model.isOutput}
      aria-labelledby="${model.id}-label"
      aria-describedby=${model.describedBy}
      .value=${live(shown)}
      @input=${(event: Event) => model.change((event.target as HTMLInputElement).value)}
    />`;
    return model.isOutput
      ? html`<div class="color">${swatch}<output id=${model.id} aria-labelledby="${model.id}-label">${model.value}</output></div>`
      : html`<div class="color">
          ${swatch}
          <input
            type="text"
            aria-label=${say("as #rrggbb")}
            placeholder=${model.value === null ? placeholder(model) : "#rrggbb"}
            spellcheck="false"
            aria-invalid=${model.isInvalid}
            aria-describedby=${model.describedBy}
            ${entry(model.value, String, read)}
            @input=${(event: Event) => model.change(read((event.target as HTMLInputElement).value))}
            @keydown=${(event: KeyboardEvent) => isPlainEnter(event) && model.submit()}
          />
        </div>`;
  },
  { styles, canBeEmpty: true, textOf: ({ value }: Model) => String(value) },
);

function read(text: string): Input | undefined {
  const digits = SHORT.exec(text.trim())?.[1]?.toLowerCase();
  if (digits === undefined) {
    return text.trim() === "" ? undefined : draft(text, say("A colour such as #1e90ff is wanted."));
  }
  return digits.length === 6 ? `#${digits}` : `#${digits.replace(/./g, "$&$&")}`;
}
