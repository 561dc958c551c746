/** How far a call is. */

import type { Bar } from "@rpcface/client";
import { LitElement, css, html } from "lit";
import type { Standing } from "./standing.js";
import { base } from "./styles.js";
import { duration, number } from "./times.js";
import { say } from "./words.js";

/**
 * Its place in the queue, its bars, and how long it takes: always one line, so that nothing moves
 * as a call begins and ends.
 */
export class Progress extends LitElement {
  static override properties = { standing: { attribute: false }, hint: {}, now: { state: true } };

  declare standing: Standing;
  /** What the line says before the first call. */
  declare hint: string;
  declare now: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    base,
    css`
      :host {
        position: relative;
        display: flex;
        gap: 0.75rem;
        min-height: 1.3rem;
        font-size: var(--rf-small);
        line-height: 1.3rem;
        color: var(--rf-quiet);
        font-variant-numeric: tabular-nums;
      }
      .bars {
        position: absolute;
        inset: -0.6rem 0 auto;
        display: grid;
        gap: 2px;
      }
      progress {
        appearance: none;
        display: block;
        width: 100%;
        height: 4px;
        border: 0;
        border-radius: 2px;
        overflow: hidden;
        background: var(--rf-line);
        color: var(--rf-accent);
      }
      progress + progress {
        height: 2px;
      }
      progress::-webkit-progress-bar {
        background: var(--rf-line);
      }
      progress::-webkit-progress-value {
        background: var(--rf-accent);
        transition: inline-size 120ms linear;
      }
      progress::-moz-progress-bar {
        background: var(--rf-accent);
      }
      progress:indeterminate {
        background: linear-gradient(90deg, var(--rf-line) 30%, var(--rf-accent) 50%, var(--rf-line) 70%) 0 / 200% 100%;
        animation: pass 1.6s linear infinite;
      }
      progress:indeterminate::-webkit-progress-bar {
        background: none;
      }
      .says {
        flex: 1;
        margin: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .busy {
        animation: come 0s 150ms both;
      }
      .failed {
        color: var(--rf-danger);
      }
      .hint {
        color: color-mix(in srgb, var(--rf-quiet) 85%, transparent);
      }
      @media (hover: none) {
        .hint {
          visibility: hidden;
        }
      }
      @keyframes come {
        from {
          visibility: hidden;
        }
      }
      @keyframes pass {
        from {
          background-position: 100% 0;
        }
        to {
          background-position: -100% 0;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        progress::-webkit-progress-value {
          transition: none;
        }
        progress:indeterminate {
          animation-duration: 8s;
        }
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  protected override willUpdate(): void {
    const isBusy = this.standing.phase !== "idle";
    if (isBusy && this.#timer === undefined) {
      this.#timer = setInterval(() => document.hidden || (this.now = performance.now()), 1000);
    } else if (!isBusy) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  override render() {
    const { phase, bars, since, end } = this.standing;
    if (phase === "idle") {
      return html`<p class="says ${end?.how ?? "hint"}" role="status">${end ? ended(end) : this.hint}</p>`;
    }
    const seconds = Math.round((performance.now() - since) / 1000);
    return html`<div class="bars busy">${bars.map(drawn)}</div>
      <p class="says busy" role="status" aria-live=${bars.length > 0 ? "off" : "polite"}>
        ${bars.length > 0 ? bars.map(shown) : this.#sentence()}
      </p>
      <span aria-hidden="true">${seconds > 0 ? duration(seconds * 1000) : ""}</span>`;
  }

  #sentence(): string {
    const { phase, position, waitMs } = this.standing;
    if (position === undefined) {
      return phase === "running" ? say("Running…") : say("Calling…");
    }
    if (waitMs === undefined) {
      return position === 0 ? say("Next in the queue") : say("{n} before this one", { n: number(position) });
    }
    const time = duration(waitMs);
    return position === 0
      ? say("Next in the queue, about {time}", { time })
      : say("{n} before this one, about {time}", { n: number(position), time });
  }
}

function ended({ how, ms }: NonNullable<Standing["end"]>): string {
  const time = duration(ms);
  switch (how) {
    case "done":
      return say("Took {time}", { time });
    case "stopped":
      return say("Stopped after {time}", { time });
    case "failed":
      return say("Failed after {time}", { time });
  }
}

function drawn(bar: Bar) {
  const name = bar.text || say("Progress");
  return bar.total > 0
    ? html`<progress aria-label=${name} aria-valuetext=${sentence(bar)} max=${bar.total} .value=${bar.done}></progress>`
    : html`<progress aria-label=${name} aria-valuetext=${sentence(bar)}></progress>`;
}

/** What a bar says in words, the author's apart from those that may be written from the other side. */
function shown(bar: Bar, depth: number) {
  return html`${depth > 0 ? " › " : ""}<bdi>${bar.text}</bdi> ${counted(bar)} <bdi>${bar.unit}</bdi>`;
}

function sentence(bar: Bar): string {
  return [bar.text, counted(bar), bar.unit].filter(Boolean).join(" ");
}

function counted({ done, total }: Bar): string {
  return total > 0 ? say("{done} of {total}", { done: number(done), total: number(total) }) : number(done);
}

customElements.define("rf-progress", Progress);
