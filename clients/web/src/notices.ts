/** What the person is told: alerts of the function, and errors. */

import { LitElement, css, html } from "lit";
import type { Notice } from "./call.js";
import { base, buttons } from "./styles.js";

/** A list of notices, each of which can be let go: "rf-dismiss". */
export class Notices extends LitElement {
  static override properties = { notices: { attribute: false } };

  declare notices: readonly Notice[];

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
      }
      :host(:not(:has(div))) {
        display: contents;
      }
      .notice {
        display: flex;
        align-items: start;
        gap: 0.75rem;
        padding: 0.55rem 0.5rem 0.55rem 0.85rem;
        border-radius: calc(var(--rf-radius) - 2px);
        background: var(--rf-accent-soft);
        color: var(--rf-ink);
        font-size: var(--rf-small);
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      .notice span {
        flex: 1;
        padding-block: 0.1rem;
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
        padding: 0 0.4rem;
        color: inherit;
      }
    `,
  ];

  override render() {
    return this.notices.map(
      (notice) =>
        html`<div class="notice ${notice.level}" role=${notice.level === "error" ? "alert" : "status"}>
          <span>${notice.text}</span>
          <button
            type="button"
            class="plain"
            aria-label="Dismiss"
            @click=${() => this.dispatchEvent(new CustomEvent("rf-dismiss", { detail: notice }))}
          >
            ✕
          </button>
        </div>`,
    );
  }
}

customElements.define("rf-notices", Notices);
