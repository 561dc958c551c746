/** What the person is told: alerts of the function, and errors. */

import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Notice } from "./faults.js";
import { base, buttons } from "./styles.js";
import { say } from "./words.js";

/**
 * Notices over the page, each of which can be let go: "rf-dismiss". Those that ask for nothing go
 * by themselves, but not while they are looked at.
 */
export class Notices extends LitElement {
  static override properties = { notices: { attribute: false } };

  declare notices: readonly Notice[];

  static override styles = [
    base,
    buttons,
    css`
      :host {
        position: fixed;
        z-index: 10;
        inset-block-end: max(1rem, env(safe-area-inset-bottom));
        inset-inline-end: 1rem;
        width: min(25rem, 100vw - 2rem);
        display: grid;
        gap: 0.5rem;
        pointer-events: none;
      }
      [role="status"] {
        display: grid;
        gap: 0.5rem;
      }
      .notice {
        position: relative;
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 0.6rem;
        align-items: start;
        max-height: 50dvh;
        overflow: auto;
        padding: 0.6rem 0.5rem 0.6rem 0.8rem;
        border: 1px solid color-mix(in srgb, currentcolor 28%, transparent);
        border-radius: var(--rf-radius);
        box-shadow: 0 6px 24px light-dark(rgb(20 20 40 / 14%), rgb(0 0 0 / 50%));
        font-size: var(--rf-small);
        pointer-events: auto;
        animation: come 140ms ease-out;
      }
      .notice > span {
        padding-block: 0.15rem;
        color: var(--rf-ink);
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      svg {
        width: 1.05rem;
        height: 1.05rem;
        margin-block-start: 0.15rem;
        fill: none;
        stroke: currentcolor;
        stroke-width: 1.6;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .info {
        background: var(--rf-accent-soft);
        color: var(--rf-accent-strong);
      }
      .success {
        background: var(--rf-success-soft);
        color: var(--rf-success);
      }
      .warning {
        background: var(--rf-warning-soft);
        color: var(--rf-warning);
      }
      .error {
        background: var(--rf-danger-soft);
        color: var(--rf-danger);
      }
      button.plain {
        padding: 0.1rem 0.4rem;
        color: inherit;
      }
      .time {
        position: absolute;
        inset: auto 0 0;
        height: 2px;
        background: currentcolor;
        opacity: 0.45;
        transform-origin: left;
        animation: pass 7s linear forwards;
      }
      :host(:is(:hover, :focus-within)) .time {
        animation-play-state: paused;
      }
      @keyframes pass {
        to {
          transform: scaleX(0);
        }
      }
      @keyframes come {
        from {
          opacity: 0;
          transform: translateY(0.4rem);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .notice {
          animation: none;
        }
        .time {
          opacity: 0;
        }
      }
    `,
  ];

  override render() {
    const isError = ({ level }: Notice) => level === "error";
    return html`<div role="status">${this.#list(this.notices.filter((one) => !isError(one)))}</div>
      ${this.#list(this.notices.filter(isError))}`;
  }

  #list(notices: readonly Notice[]) {
    return repeat(
      notices,
      (notice) => notice,
      (notice) => this.#notice(notice),
    );
  }

  #notice(notice: Notice) {
    const { level, text } = notice;
    const goes = level === "info" || level === "success";
    const letGo = () => this.dispatchEvent(new CustomEvent("rf-dismiss", { detail: notice }));
    return html`<div class="notice ${level}" role=${level === "error" ? "alert" : nothing}>
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${MARKS[level]} /></svg>
      <span>${text}</span>
      <button type="button" class="plain" aria-label=${say("Dismiss")} @click=${letGo}>✕</button>
      ${goes ? html`<i class="time" @animationend=${letGo}></i>` : nothing}
    </div>`;
  }
}

const MARKS: Readonly<Record<Notice["level"], string>> = {
  info: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 7.2v4M8 4.8v.1",
  success: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5 8.2l2.1 2.1L11 6.2",
  warning: "M8 1.8L15 14H1zM8 6.3v3.4M8 11.7v.1",
  error: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 4.6v4M8 11v.1",
};

customElements.define("rf-notices", Notices);
