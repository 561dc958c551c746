/** How far a call is. */

import type { Bar } from "@rpcface/client";
import { LitElement, css, html, nothing } from "lit";
import type { Phase } from "./call.js";
import { base } from "./styles.js";

/** Its place in the queue, its bars, and how long it took in the end. */
export class Progress extends LitElement {
  static override properties = {
    bars: { attribute: false },
    phase: { attribute: false },
    position: { attribute: false },
    waitMs: { attribute: false },
    durationMs: { attribute: false },
  };

  declare bars: readonly Bar[];
  declare phase: Phase;
  declare position: number | undefined;
  declare waitMs: number | undefined;
  declare durationMs: number | undefined;

  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-height: 1.25rem;
        font-size: var(--rf-small);
        color: var(--rf-quiet);
        font-variant-numeric: tabular-nums;
      }
      p {
        margin: 0;
      }
      .bar {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.1rem 0.75rem;
        margin-block-end: 0.4rem;
      }
      .bar span:last-of-type {
        text-align: end;
      }
      progress {
        grid-column: 1 / -1;
        width: 100%;
        height: 0.375rem;
        border: 0;
        border-radius: 1rem;
        overflow: hidden;
        background: var(--rf-sunken);
        accent-color: var(--rf-accent);
      }
      progress::-webkit-progress-bar {
        background: var(--rf-line);
      }
      progress::-webkit-progress-value {
        background: var(--rf-accent);
        transition: inline-size 120ms linear;
      }
      @media (prefers-reduced-motion: reduce) {
        progress::-webkit-progress-value {
          transition: none;
        }
      }
    `,
  ];

  override render() {
    if (this.bars.length > 0) {
      return this.bars.map(bar);
    }
    return html`<p role="status">${this.#sentence()}</p>`;
  }

  #sentence(): string {
    const { phase, position, waitMs, durationMs } = this;
    if (position !== undefined) {
      const wait = waitMs === undefined ? "" : `, about ${seconds(waitMs)}`;
      return position === 0 ? `Next in the queue${wait}` : `${position} before this one${wait}`;
    }
    if (phase !== "idle") {
      return phase === "running" ? "Running…" : "Calling…";
    }
    return durationMs === undefined ? "" : `Took ${seconds(durationMs)}`;
  }
}

function bar({ done, total, unit, text }: Bar) {
  const count = total > 0 ? `${round(done)} of ${round(total)}` : round(done);
  return html`<div class="bar">
    <span>${text || "Running"}</span><span>${count} ${unit}</span>
    <progress aria-label=${text || "progress"} max=${total > 0 ? total : 1} .value=${done}></progress>
    ${total > 0 ? nothing : ""}
  </div>`;
}

function round(number: number): string {
  return Number.isInteger(number) ? String(number) : number.toFixed(2);
}

/** A time for people. */
export function seconds(ms: number): string {
  return ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

customElements.define("rf-progress", Progress);
