/** Dates and times. */

import { css, html, nothing } from "lit";
import type { Draw, Model } from "../model.js";
import { live } from "lit/directives/live.js";
import { say } from "../words.js";
import { isPlainEnter } from "./texts.js";

const styles = css`
  .moment {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: center;
  }
  .moment input {
    flex: 0 1 17rem;
    min-width: 0;
    font-variant-numeric: tabular-nums;
  }
  .moment span {
    color: var(--rf-quiet);
    font-size: var(--rf-small);
    font-variant-numeric: tabular-nums;
  }
  .moment button[aria-pressed="true"] {
    background: var(--rf-accent-soft);
    color: var(--rf-accent-strong);
  }
`;

const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/i;
const RELATIVE = /^now(?:\s*-\s*(\d+)([smhd]))?$/;
const MILLISECONDS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };

/** The browser's own picker, and "now", which means the time of the call. */
export const moment: Draw = Object.assign(
  (model: Model) => {
    const shape = model.component.schema?.shape;
    const isDate = shape?.case === "textShape" && shape.value.format === "date";
    const given = typeof model.value === "string" ? model.value : "";
    const isRelative = RELATIVE.test(given);
    const [, day = "", minutes = "00:00", seconds = "", offset = ""] = WRITTEN.exec(isRelative ? local(given) : given) ?? [];
    const shown = day === "" || isDate ? day : `${day}T${minutes}${seconds}`;
    return html`<div class="moment">
      <input
        id=${model.id}
        type=${isDate ? "date" : "datetime-local"}
        step=${isDate ? nothing : seconds === "" ? 60 : 1}
        aria-invalid=${model.isInvalid}
        aria-describedby=${model.describedBy}
        .value=${live(shown)}
        @change=${(event: Event) => {
          const { value } = event.target as HTMLInputElement;
          model.change(value === "" ? undefined : value + (isDate ? "" : offset));
        }}
        @keydown=${(event: KeyboardEvent) => isPlainEnter(event) && model.submit()}
      />
      ${offset && !isDate ? html`<span>${offset.toUpperCase() === "Z" ? "UTC" : offset}</span>` : nothing}
      <button type="button" class="plain" aria-pressed=${isRelative} @click=${() => model.change("now")}>
        ${isRelative && given !== "now" ? given : say("Now")}
      </button>
    </div>`;
  },
  { styles, canBeEmpty: true },
);

/** What "now - 5m" is at this moment, on this machine's clock. */
function local(given: string): string {
  const [, count = "0", unit = "s"] = RELATIVE.exec(given) ?? [];
  const then = new Date(Date.now() - Number(count) * (MILLISECONDS[unit] ?? 0));
  return new Date(then.getTime() - then.getTimezoneOffset() * 6e4).toISOString().slice(0, 19);
}
