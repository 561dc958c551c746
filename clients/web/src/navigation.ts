/** The list of a server's interfaces. */

import type { Interface } from "@rpcface/client/protos";
import { LitElement, css, html, nothing } from "lit";
import { place } from "./place.js";
import { base, fields } from "./styles.js";
import { titleOf } from "./values.js";
import { say } from "./words.js";

/** From how many interfaces on one can look for them by words. */
const MANY = 13;

/**
 * Links to interfaces: a column where there is room, else a row, or a list to choose from. It fires
 * "rf-skip" where somebody wants to go on behind it.
 */
export class Navigation extends LitElement {
  static override properties = {
    interfaces: { attribute: false },
    shown: { attribute: false },
    wanted: { state: true },
  };

  declare interfaces: readonly Interface[];
  declare shown: string;
  /** The words that are looked for. */
  declare wanted: string;

  static override styles = [
    base,
    fields,
    css`
      nav {
        display: flex;
        gap: 0.25rem;
        padding: 0.5rem var(--margin);
        overflow-x: auto;
        scrollbar-width: thin;
        border-block-end: 1px solid var(--rf-line);
        background: var(--rf-panel);
      }
      nav.many {
        display: block;
      }
      a {
        flex: none;
        padding: 0.4rem 0.7rem;
        border-radius: calc(var(--rf-radius) - 2px);
        color: var(--rf-quiet);
        font-weight: 500;
        text-decoration: none;
      }
      a:hover {
        background: var(--rf-sunken);
        color: var(--rf-ink);
      }
      a[aria-current] {
        background: var(--rf-accent-soft);
        color: var(--rf-accent-strong);
      }
      .many a,
      .many input {
        display: none;
      }
      .many .skip {
        display: block;
      }
      @media (min-width: 70rem) {
        nav,
        nav.many {
          position: sticky;
          inset-block-start: 0;
          display: flex;
          flex-direction: column;
          height: 100dvh;
          padding: 1.25rem 0.75rem;
          overflow: auto;
          border-block-end: 0;
          border-inline-end: 1px solid var(--rf-line);
        }
        a,
        .many a {
          display: block;
          overflow-wrap: anywhere;
        }
        .many input {
          display: block;
          flex: none;
          margin-block-end: 0.5rem;
        }
        select {
          display: none !important;
        }
      }
      .skip {
        position: fixed;
        z-index: 20;
        inset: 0.5rem auto auto 0.5rem;
        color: var(--rf-accent-strong);
        padding: 0.5rem 0.9rem;
        border-radius: var(--rf-radius);
        background: var(--rf-panel);
        box-shadow: var(--rf-shadow);
      }
      .skip:not(:focus) {
        clip-path: inset(50%);
      }
      p {
        margin: 0.4rem 0.7rem;
        color: var(--rf-quiet);
        font-size: var(--rf-small);
      }
    `,
  ];

  constructor() {
    super();
    this.wanted = "";
  }

  protected override updated(): void {
    this.renderRoot.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  override render() {
    const { interfaces } = this;
    if (interfaces.length < MANY) {
      return html`<nav aria-label=${say("Interfaces")}>${this.#skip()} ${interfaces.map((one) => this.#link(one))}</nav>`;
    }
    const found = this.#found();
    return html`<nav aria-label=${say("Interfaces")} class="many">
      ${this.#skip()}
      <select aria-label=${say("Interfaces")} @change=${this.#choose}>
        ${interfaces.map(
          (one) => html`<option value=${one.name} ?selected=${one.name === this.shown}>${titleOf(one)}</option>`,
        )}
      </select>
      <input
        type="search"
        aria-label=${say("Find an interface")}
        placeholder=${say("Find an interface")}
        @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => {
          const [first] = found;
          if (event.key === "Enter" && first !== undefined) {
            location.hash = place(first.name);
          }
        }}
      />
      ${found.map((one) => this.#link(one))} ${found.length === 0 ? html`<p>${say("There is none.")}</p>` : nothing}
    </nav>`;
  }

  #skip() {
    const skip = (event: Event) => {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent("rf-skip"));
    };
    return html`<a class="skip" href=${place(this.shown)} @click=${skip}>${say("Skip the list")}</a>`;
  }

  #link(one: Interface) {
    const isShown = one.name === this.shown;
    return html`<a href=${place(one.name)} aria-current=${isShown ? "page" : nothing}>${titleOf(one)}</a>`;
  }

  /** The interfaces that have all the words that are looked for. */
  #found(): readonly Interface[] {
    const words = this.wanted.toLowerCase().split(/\s+/).filter(Boolean);
    return this.interfaces.filter((one) => {
      const text = `${one.name} ${one.title} ${one.description}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  readonly #choose = (event: Event) => {
    location.hash = place((event.target as HTMLSelectElement).value);
  };
}

customElements.define("rf-navigation", Navigation);
