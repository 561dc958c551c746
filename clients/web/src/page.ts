/** The page: which interfaces there are, and the one that is shown. */

import { type Client, type Description, connect } from "@rpcface/client";
import type { Interface } from "@rpcface/client/protos";
import { LitElement, css, html, nothing } from "lit";
import { Code } from "@rpcface/client";
import "./interface.js";
import { type Place, place, readPlace } from "./place.js";
import { base, buttons } from "./styles.js";
import { say } from "./words.js";

const AGAIN_MS = 1000;

/** Asks the server what it offers, draws it, and says so where the server goes away. */
export class Page extends LitElement {
  static override properties = {
    description: { state: true },
    problem: { state: true },
    chosen: { state: true },
    given: { state: true },
  };

  declare description: Description | undefined;
  /** Why the server can't be asked; undefined: it can. */
  declare problem: string | undefined;
  declare chosen: string | undefined;
  /** What the address says of inputs. */
  declare given: Place["words"];
  #client: Client | undefined;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        min-height: 100dvh;
      }
      main {
        padding: clamp(1rem, 3vw, 2.25rem);
      }
      h1 {
        margin: 0;
        font-size: 1.6rem;
      }
      nav {
        display: flex;
        gap: 0.25rem;
        padding: 0.6rem clamp(1rem, 3vw, 2.25rem);
        overflow-x: auto;
        border-block-end: 1px solid var(--rf-line);
        background: var(--rf-panel);
      }
      nav a {
        flex: none;
        padding: 0.4rem 0.7rem;
        border-radius: calc(var(--rf-radius) - 2px);
        color: var(--rf-quiet);
        font-weight: 500;
        text-decoration: none;
      }
      nav a:hover {
        background: var(--rf-sunken);
        color: var(--rf-ink);
      }
      nav a[aria-current] {
        background: var(--rf-accent-soft);
        color: var(--rf-accent-strong);
      }
      @media (min-width: 70rem) {
        :host(:not([alone])) {
          grid-template-columns: 15rem minmax(0, 1fr);
        }
        nav {
          position: sticky;
          inset-block-start: 0;
          align-self: start;
          flex-direction: column;
          height: 100dvh;
          padding: 1.25rem 0.75rem;
          overflow: auto;
          border-block-end: 0;
          border-inline-end: 1px solid var(--rf-line);
        }
      }
      .problem {
        position: fixed;
        inset-block-end: 1rem;
        inset-inline: 1rem;
        max-width: 32rem;
        margin-inline: auto;
        padding: 0.7rem 1rem;
        border-radius: var(--rf-radius);
        background: var(--rf-warning-soft);
        color: var(--rf-warning);
        box-shadow: 0 4px 24px rgb(0 0 0 / 18%);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    globalThis.addEventListener("hashchange", this.#follow);
    this.#follow();
    void this.#connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.removeEventListener("hashchange", this.#follow);
    this.#client?.close();
  }

  override render() {
    const { description, problem } = this;
    const interfaces = description?.interfaces ?? [];
    const { chosen = interfaces[0]?.name } = this;
    const shown = interfaces.find(({ name }) => name === chosen);
    this.toggleAttribute("alone", interfaces.length < 2);
    return html`${interfaces.length > 1
        ? html`<nav aria-label="Interfaces">${interfaces.map((one) => this.#link(one, one === shown))}</nav>`
        : nothing}
      <main>
        ${shown
          ? html`<rf-interface
              .client=${this.#client}
              .described=${shown}
              .given=${this.given}
              .reach=${description?.reach}
            ></rf-interface>`
          : description
            ? this.#unknown(interfaces)
            : nothing}
      </main>
      ${problem ? html`<div class="problem" role="status">${problem}</div>` : nothing}`;
  }

  /** What is shown where an address names an interface that there is not. */
  #unknown(interfaces: readonly Interface[]) {
    return html`<h1>${say("There is no “{name}” here", { name: this.chosen ?? "" })}</h1>
      <p>${say("This server has:")}</p>
      <ul>
        ${interfaces.map((one) => html`<li>${this.#link(one, false)}</li>`)}
      </ul>`;
  }

  #link({ name, title }: Interface, isShown: boolean) {
    return html`<a href=${place(name)} aria-current=${isShown ? "page" : nothing}>${title || name}</a>`;
  }

  readonly #follow = () => {
    ({ name: this.chosen, words: this.given } = readPlace(location.hash));
  };

  /** Asks until the server answers. */
  async #connect(): Promise<void> {
    const address = new URL(".", location.href).href;
    for (;;) {
      try {
        this.#client = await connect(address);
        this.description = await this.#client.describe();
        this.problem = undefined;
        const [only, ...others] = this.description.interfaces;
        document.title = others.length === 0 && only ? only.title || only.name : "rpcface";
        return;
      } catch (error) {
        this.problem = told(error);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }
}

function told(error: unknown): string {
  const isGone = error instanceof Error && "code" in error && error.code === Code.Unavailable;
  return isGone
    ? "The server does not answer. This page goes on as soon as it does."
    : `The server can't be asked: ${error instanceof Error ? error.message : String(error)}`;
}

customElements.define("rf-page", Page);
