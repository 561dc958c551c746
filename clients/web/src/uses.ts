/** Other ways to an interface than its form: from code, and by a link. */

import type { Client } from "@rpcface/client";
import type { Interface, Reach } from "@rpcface/client/protos";
import { LitElement, css, html, nothing } from "lit";
import { base, buttons } from "./styles.js";
import type { Values } from "./values.js";
import { say } from "./words.js";

/** A row of two quiet buttons; the code opens below it, and follows what is filled in. */
export class Uses extends LitElement {
  static override properties = {
    client: { attribute: false },
    described: { attribute: false },
    inputs: { attribute: false },
    reach: { attribute: false },
    isOpen: { state: true },
    told: { state: true },
  };

  declare client: Client;
  declare described: Interface;
  declare inputs: Values;
  declare reach: Reach | undefined;
  declare isOpen: boolean;
  /** What became of the link. */
  declare told: string;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        margin-block: 0.6rem 1.25rem;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem;
        margin-inline: -0.5rem;
      }
      span {
        padding-inline: 0.5rem;
        color: var(--rf-quiet);
        font-size: var(--rf-small);
      }
    `,
  ];

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("inputs") || changed.has("described")) {
      this.told = "";
    }
  }

  override render() {
    return html`<div class="row">
        <button type="button" class="plain" aria-expanded=${this.isOpen === true} @click=${this.#toggle}>
          ${say("Call it from code")}
        </button>
        <button type="button" class="plain" @click=${this.#copyLink}>${say("Copy link")}</button>
        <span role="status">${this.told}</span>
      </div>
      ${this.isOpen
        ? html`<rf-code
            .base=${this.client.baseUrl}
            .described=${this.described}
            .inputs=${this.inputs}
            .reach=${this.reach}
            @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.#toggle()}
          ></rf-code>`
        : nothing}`;
  }

  readonly #toggle = () => {
    void import("./code_panel.js");
    this.isOpen = !this.isOpen;
    this.renderRoot.querySelector("button")?.focus();
  };

  readonly #copyLink = async () => {
    const { copyLink } = await import("./copied_links.js");
    this.told = await copyLink(this.described, this.inputs);
  };
}

customElements.define("rf-uses", Uses);
