/** Flags for a call that has been made, for those who look through them later. */

import type { Flagging } from "@rpcface/client/protos";
import { LitElement, type PropertyValues, css, html, nothing } from "lit";
import type { Made } from "./standing.js";
import { base, buttons, fields } from "./styles.js";
import { say } from "./words.js";

/** Up to how many flags have a button of their own. */
const MOST_BUTTONS = 4;

/** A button for each flag, or a list where there are many. It fires "rf-fault" with what goes wrong. */
export class Flags extends LitElement {
  static override properties = {
    flagging: { attribute: false },
    made: { attribute: false },
    isBusy: { attribute: false },
    flag: { attribute: false },
    flagged: { state: true },
    isSending: { state: true },
  };

  declare flagging: Flagging;
  /** The call that can be flagged; undefined: there is none. */
  declare made: Made | undefined;
  declare isBusy: boolean;
  declare flag: (option: string) => Promise<void>;
  /** The flags that the call has got here. */
  declare flagged: readonly string[];
  declare isSending: boolean;

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
        min-height: 2.125rem;
        color: var(--rf-quiet);
        font-size: var(--rf-small);
      }
      p {
        margin: 0;
      }
      button {
        min-height: 2.125rem;
        padding-block: 0.25rem;
        font-size: var(--rf-small);
      }
      button.done {
        border-color: transparent;
        background: var(--rf-success-soft);
        color: var(--rf-success);
        opacity: 1;
      }
      select {
        width: auto !important;
        flex: 0 1 14rem;
        min-height: 2.125rem !important;
        padding-block: 0.25rem !important;
      }
    `,
  ];

  constructor() {
    super();
    this.flagged = [];
    this.isSending = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("made")) {
      this.flagged = [];
    }
  }

  override render() {
    const { automatic, options } = this.flagging;
    if (automatic) {
      return html`<p>${say("The server records every call.")}</p>`;
    }
    const drawn =
      options.length === 0
        ? this.#button("", say("Flag"))
        : options.length <= MOST_BUTTONS
          ? html`<span id="as">${say("Flag as")}</span> ${options.map((option) => this.#button(option, option))}`
          : this.#list(options);
    return html`${drawn}
      <span class="visually-hidden" role="status">${this.flagged.length > 0 ? say("Flagged") : ""}</span>`;
  }

  #button(option: string, label: string) {
    const isFlagged = this.flagged.includes(option);
    return html`<button
      type="button"
      class=${isFlagged ? "done" : ""}
      aria-describedby=${option ? "as" : nothing}
      ?disabled=${!this.#isReady || isFlagged}
      @click=${() => this.#send(option)}
    >
      ${isFlagged ? `✓ ${option || say("Flagged")}` : label}
    </button>`;
  }

  #list(options: readonly string[]) {
    return html`<select id="list" aria-label=${say("Flag as")} ?disabled=${!this.#isReady}>
        ${options.map(
          (option) => html`<option value=${option}>${this.flagged.includes(option) ? `✓ ${option}` : option}</option>`,
        )}
      </select>
      <button
        type="button"
        ?disabled=${!this.#isReady}
        @click=${() => this.#send(this.renderRoot.querySelector("select")!.value)}
      >
        ${say("Flag")}
      </button>`;
  }

  get #isReady(): boolean {
    return this.made !== undefined && !this.isBusy && !this.isSending;
  }

  async #send(option: string): Promise<void> {
    const { made } = this;
    this.isSending = true;
    try {
      await this.flag(option);
      if (this.made === made) {
        this.flagged = [...this.flagged, option];
      }
    } catch (error) {
      this.dispatchEvent(new CustomEvent("rf-fault", { detail: error }));
    } finally {
      this.isSending = false;
    }
  }
}

customElements.define("rf-flags", Flags);
