/** The page: which interfaces there are, and the one that is shown. */

import type { Interface } from "@rpcface/client/protos";
import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { bringing, keep, tokenGiven } from "./access.js";
import "./interface.js";
import type { InterfacePanel } from "./interface.js";
import { learn } from "./language.js";
import type { AddressOf } from "./model.js";
import { type Panel, panelOf, renewed } from "./panels.js";
import { place, readPlace } from "./place.js";
import { Server } from "./server.js";
import { base, buttons } from "./styles.js";
import { titleOf } from "./values.js";
import { say } from "./words.js";

/** Draws what the server offers, and says so where the server goes away. */
export class Page extends LitElement {
  static override properties = {
    panels: { state: true },
    chosen: { state: true },
    addressOf: { state: true },
    asked: { state: true },
  };

  /** The interfaces that were opened; those that are not shown keep what was entered. */
  declare panels: readonly Panel[];
  /** The name of the interface that is asked for. */
  declare chosen: string | undefined;
  declare addressOf: AddressOf;
  /** Whether the server asks for a token, and has been given one that it does not know. */
  declare asked: "first" | "again" | undefined;
  #server: Server | undefined;
  /** What the server calls the page. */
  readonly #title = document.title;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        grid-template-rows: auto 1fr;
        min-height: 100dvh;
        --margin: clamp(1rem, 3vw, 2.25rem);
      }
      main {
        padding: var(--margin);
      }
      h1 {
        margin: 0;
        font-size: var(--rf-title);
      }
      @media (min-width: 70rem) {
        :host(:not([alone])) {
          grid-template-columns: 15rem minmax(0, 1fr);
          grid-template-rows: 1fr;
        }
      }
      :host([framed]) {
        min-height: 0;
        --margin: 0.75rem;
      }
      footer {
        margin-block-start: 1.5rem;
        text-align: center;
      }
      .problem {
        position: fixed;
        z-index: 20;
        inset-block-start: 0.75rem;
        inset-inline: 1rem;
        display: flex;
        gap: 0.6rem;
        align-items: center;
        width: fit-content;
        max-width: 34rem;
        margin-inline: auto;
        padding: 0.55rem 0.95rem;
        border: 1px solid color-mix(in srgb, var(--rf-warning) 28%, transparent);
        border-radius: 2rem;
        background: var(--rf-warning-soft);
        box-shadow: 0 6px 24px light-dark(rgb(20 20 40 / 14%), rgb(0 0 0 / 50%));
        font-size: var(--rf-small);
      }
      .problem::before {
        content: "";
        flex: none;
        width: 0.5rem;
        height: 0.5rem;
        border-radius: 50%;
        background: var(--rf-warning);
        animation: beat 1.6s ease-in-out infinite;
      }
      @keyframes beat {
        50% {
          opacity: 0.25;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .problem::before {
          animation: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.panels = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    globalThis.addEventListener("hashchange", this.#follow);
    this.toggleAttribute("framed", globalThis.self !== globalThis.top);
    void this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.removeEventListener("hashchange", this.#follow);
    this.#server?.close();
    this.#server = undefined;
  }

  override render() {
    const interfaces = this.#interfaces;
    const shown = this.#shown;
    const problem = this.#server?.problem;
    this.toggleAttribute("alone", interfaces.length < 2);
    return html`${interfaces.length > 1
        ? html`<rf-navigation
            .interfaces=${interfaces}
            .shown=${shown?.described.name ?? ""}
            @rf-skip=${() => this.#panel?.focusHeading()}
          ></rf-navigation>`
        : nothing}
      <main>
        ${repeat(
          this.panels,
          ({ key }) => key,
          (panel) =>
            html`<rf-interface
              ?hidden=${panel !== shown || this.asked !== undefined}
              .client=${this.#server?.client}
              .described=${panel.described}
              .given=${panel.words}
              .kept=${panel.kept}
              .reach=${this.#server?.description?.reach}
              .addressOf=${this.addressOf}
            ></rf-interface>`,
        )}
        ${this.#server?.description && !shown ? this.#unknown(interfaces) : nothing}
        ${this.asked
          ? html`<rf-token
              .isRefused=${this.asked === "again"}
              @rf-token=${(event: CustomEvent<string>) => this.#enter(event.detail)}
            ></rf-token>`
          : nothing}
        ${shown && tokenGiven()
          ? html`<footer>
              <button type="button" class="plain" @click=${() => this.#enter("")}>${say("Forget the token")}</button>
            </footer>`
          : nothing}
      </main>
      <div role="status">${problem ? html`<div class="problem">${problem}</div>` : nothing}</div>`;
  }

  protected override updated(): void {
    const name = this.#shown && titleOf(this.#shown.described);
    if (name && this.#interfaces.length > 1) {
      document.title = `${name} · ${this.#title}`;
    } else {
      document.title = this.#title === "rpcface" && name ? name : this.#title;
    }
    if (this.#interfaces.length > 1) {
      void import("./navigation.js");
    }
  }

  /** What is shown where an address names an interface that there is not. */
  #unknown(interfaces: readonly Interface[]) {
    if (interfaces.length === 0) {
      return html`<p>${say("This server offers nothing.")}</p>`;
    }
    return html`<h1>${say("There is no “{name}” here", { name: this.chosen ?? "" })}</h1>
      <p>${say("This server has:")}</p>
      <ul>
        ${interfaces.map((one) => html`<li><a href=${place(one.name)}>${titleOf(one)}</a></li>`)}
      </ul>`;
  }

  get #interfaces(): readonly Interface[] {
    return this.#server?.description?.interfaces ?? [];
  }

  /** The interface that is asked for; undefined: there is none of that name. */
  get #described(): Interface | undefined {
    const { chosen = this.#interfaces[0]?.name } = this;
    return this.#interfaces.find(({ name }) => name === chosen);
  }

  get #shown(): Panel | undefined {
    const described = this.#described;
    return this.panels.find((panel) => panel.described === described);
  }

  async #begin(): Promise<void> {
    await learn();
    this.#reach();
  }

  /** Asks the server, with the token that there is by now. */
  #reach(): void {
    const token = tokenGiven();
    const server = new Server(new URL(".", location.href).href, () => this.#take(server), token ? { token } : {});
    this.#server?.close();
    this.#server = server;
    this.addressOf = token
      ? bringing(server.client, (addressOf) => (this.addressOf = addressOf))
      : (media) => server.client.addressOf(media);
    void server.follow();
  }

  /** Asks anew with another token; "": with none. */
  #enter(token: string): void {
    keep(token);
    this.#reach();
  }

  /** Takes what a server is by now. */
  async #take(server: Server): Promise<void> {
    if (server !== this.#server) {
      return;
    }
    if (server.asksWho) {
      await import("./token.js");
      this.asked = tokenGiven() === undefined ? "first" : "again";
      keep("");
    } else if (server.description !== undefined && server.problem === undefined) {
      const drawn = [...this.renderRoot.querySelectorAll<InterfacePanel>("rf-interface")];
      const inputs = (panel: Panel) => drawn.find(({ described }) => described === panel.described)?.inputs ?? {};
      this.panels = renewed(this.panels, server.description, inputs);
      this.asked = undefined;
      this.#open();
    }
    this.requestUpdate();
  }

  /** Shows the interface that the address names, with the inputs that it has. */
  #open(): void {
    const { name, words } = readPlace(location.hash);
    this.chosen = name;
    const described = this.#described;
    if (described !== undefined && this.#shown === undefined) {
      this.panels = [...this.panels, panelOf(described, words)];
    }
  }

  /** Goes where the address says by now. */
  readonly #follow = async () => {
    const before = this.#shown?.key;
    this.#open();
    const shown = this.#shown;
    const { words } = readPlace(location.hash);
    if (shown !== undefined && Object.keys(words).length > 0) {
      this.panels = this.panels.map((panel) => (panel === shown ? { ...panel, words } : panel));
    }
    await this.updateComplete;
    if (shown?.key !== before) {
      globalThis.scrollTo({ top: 0 });
      await this.#panel?.updateComplete;
      this.#panel?.focusHeading();
    }
  };

  get #panel(): InterfacePanel | null {
    return this.renderRoot.querySelector("rf-interface:not([hidden])");
  }
}

customElements.define("rf-page", Page);
