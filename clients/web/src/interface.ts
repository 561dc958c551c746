/** One interface: its form, its buttons, and what comes back. */

import type { Client } from "@rpcface/client";
import { type Component, type Interface, InterfaceKind, type Reach } from "@rpcface/client/protos";
import { LitElement, type PropertyValues, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Asking } from "./around.js";
import { Calling } from "./call.js";
import { settled } from "./drafts.js";
import { type Change, type Field, NO_FAULTS } from "./field.js";
import "./flags.js";
import { panel } from "./interface_styles.js";
import type { AddressOf } from "./model.js";
import "./notices.js";
import type { Place } from "./place.js";
import "./progress.js";
import { base, buttons } from "./styles.js";
import "./uses.js";
import { titleOf, type Values } from "./values.js";
import { say } from "./words.js";

/** Whether there is a keyboard, as far as that is told: where there is a mouse. */
const HAS_KEYS = matchMedia("(hover: hover)").matches;

/** What text has that is more than a paragraph: what draws Markdown is loaded for it. */
const MARKUP = /[\\`*_~<>[\]&#|\n]|:\/\/|www\.|@|^\s*(?:[-+=]|\d+[.)])/;

/** Draws an interface of any kind from its description alone. */
export class InterfacePanel extends LitElement {
  static override properties = {
    client: { attribute: false },
    described: { attribute: false },
    given: { attribute: false },
    kept: { attribute: false },
    addressOf: { attribute: false },
    reach: { attribute: false },
    isFilling: { state: true },
  };

  declare client: Client;
  /** What it draws; its etag stays, else it takes another panel. */
  declare described: Interface;
  /** Inputs that the address names, as words. */
  declare given: Place["words"];
  /** Inputs to begin with, in place of the defaults. */
  declare kept: Values;
  declare addressOf: AddressOf;
  declare reach: Reach | undefined;
  /** Whether the values of a link are on their way: nothing is entered, taken or asked for before them. */
  declare isFilling: boolean;
  #calling!: Calling;

  static override styles = [base, buttons, panel];

  constructor() {
    super();
    this.isFilling = false;
    this.addEventListener("keydown", this.#onKey, { capture: true });
    this.addEventListener("rf-around", (event) => (event as Asking).detail(this));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.#calling === undefined) {
      this.#calling = new Calling(this, this.client, this.described, this.kept);
    } else if (changed.has("client")) {
      this.#calling.reach(this.client);
    }
    this.#calling.described = this.described;
    if (changed.has("given") && Object.keys(this.given).length > 0) {
      void this.#fill(this.given);
    }
  }

  async #fill(words: Place["words"]): Promise<void> {
    this.isFilling = true;
    try {
      const { fill } = await import("./linked.js");
      fill(this.#calling, this.described, words);
    } finally {
      this.isFilling = false;
    }
  }

  protected override updated(): void {
    this.toggleAttribute("slim", !this.#hasTwoSides);
    const { faults } = this.#calling;
    const fold = this.renderRoot.querySelector<HTMLDetailsElement>("details.more");
    if (fold && this.described.inputs.some(({ name, additional }) => additional && faults[name])) {
      fold.open = true;
    }
  }

  /** The inputs there are. */
  get inputs(): Values {
    return this.#calling.inputs;
  }

  /** Moves the focus to the heading, as to the beginning of a page. */
  focusHeading(): void {
    this.renderRoot.querySelector("h1")?.focus();
  }

  override render() {
    const { described } = this;
    return html`<header>
        <h1 tabindex="-1">${titleOf(described)}</h1>
        ${this.#prose(described.description)}
      </header>
      <div class=${this.#hasTwoSides ? "sides two" : "sides"} ?inert=${this.isFilling}>
        ${this.#takes ? this.#inputSide() : nothing} ${this.#gives ? this.#outputSide() : nothing}
      </div>
      <rf-uses ?inert=${this.isFilling} .client=${this.client} .described=${described} .inputs=${settled(this.#calling.inputs)} .reach=${this.reach}></rf-uses>
      ${this.#examples()} ${this.#prose(described.article)} ${this.#notices()}`;
  }

  get #kind(): InterfaceKind {
    return this.described.kind;
  }

  /** Whether there is an input side: of OUTPUT_ONLY where it has additional inputs. */
  get #takes(): boolean {
    return this.#kind !== InterfaceKind.OUTPUT_ONLY || this.described.inputs.length > 0;
  }

  get #gives(): boolean {
    return this.#kind !== InterfaceKind.INPUT_ONLY && this.#kind !== InterfaceKind.UNIFIED;
  }

  get #hasTwoSides(): boolean {
    return this.#takes && this.#gives && this.#kind !== InterfaceKind.OUTPUT_ONLY;
  }

  #inputSide() {
    const shown = this.described.inputs.filter(({ additional }) => !additional);
    const folded = this.described.inputs.filter(({ additional }) => additional);
    const isUnified = this.#kind === InterfaceKind.UNIFIED;
    const hasButtons = this.#kind !== InterfaceKind.OUTPUT_ONLY;
    return html`<section class="panel" aria-label=${say("Inputs")} aria-busy=${isUnified && this.#calling.isBusy}>
      ${this.#fields(shown)}
      ${folded.length > 0
        ? html`<details class="more">
            <summary>${this.#word("additional_label", say("More inputs"))}</summary>
            <div class="fields">${this.#fields(folded)}</div>
          </details>`
        : nothing}
      ${hasButtons ? this.#buttons(say("Submit")) : nothing} ${isUnified ? this.#flags() : nothing}
    </section>`;
  }

  #outputSide() {
    const { isBusy, outputs } = this.#calling;
    const isAlone = this.#kind === InterfaceKind.OUTPUT_ONLY;
    return html`<section class="panel" aria-label=${say("Outputs")} aria-busy=${isBusy}>
      <div class="outputs">
        ${repeat(
          this.described.outputs,
          ({ name }) => name,
          (component) =>
            html`<rf-field
              .component=${component}
              .value=${outputs[component.name]}
              .isOutput=${true}
              .addressOf=${this.addressOf}
            ></rf-field>`,
        )}
      </div>
      ${isAlone ? this.#buttons(say("Generate")) : nothing} ${this.#flags()}
    </section>`;
  }

  #fields(components: readonly Component[]) {
    return repeat(
      components,
      ({ name }) => name,
      (component) =>
        html`<rf-field
          .component=${component}
          .value=${this.#calling.inputs[component.name]}
          .isOutput=${false}
          .faults=${this.#calling.faults[component.name] ?? NO_FAULTS}
          .addressOf=${this.addressOf}
          @rf-change=${(event: Change) => this.#calling.set(event.detail.name, event.detail.value)}
          @rf-submit=${this.#ask}
        ></rf-field>`,
    );
  }

  /** The buttons, and how far the call is that they ask for. */
  #buttons(usual: string) {
    const { isBusy, standing } = this.#calling;
    const { live } = this.described;
    const keys = HAS_KEYS ? say("Ctrl + Enter: {button}", { button: this.#submitWord(usual) }) : "";
    const hint = live ? say("Runs at each change") : keys;
    return html`<div class="buttons">
        <button type="button" @click=${() => this.#calling.clear()}>${this.#word("clear_label", say("Clear"))}</button>
        ${live
          ? nothing
          : html`<button type="button" class="primary" @click=${isBusy ? this.#stop : this.#ask}>
              ${isBusy ? this.#word("stop_label", say("Stop")) : this.#submitWord(usual)}
            </button>`}
      </div>
      <rf-progress .standing=${standing} .hint=${hint}></rf-progress>`;
  }

  #flags() {
    const { flagging } = this.described;
    return flagging
      ? html`<rf-flags
          .flagging=${flagging}
          .made=${this.#calling.made}
          .isBusy=${this.#calling.isBusy}
          .flag=${(option: string) => this.#calling.flag(option)}
          @rf-fault=${(event: CustomEvent) => this.#calling.complain(event.detail)}
        ></rf-flags>`
      : nothing;
  }

  #notices() {
    return html`<rf-notices
      .notices=${this.#calling.notices}
      @rf-dismiss=${(event: CustomEvent) => this.#calling.dismiss(event.detail)}
    ></rf-notices>`;
  }

  #examples() {
    if (this.described.examples.length === 0) {
      return nothing;
    }
    void import("./examples.js");
    return html`<rf-examples
      ?inert=${this.isFilling}
      .described=${this.described}
      .addressOf=${this.addressOf}
      @rf-example=${(event: CustomEvent<{ inputs: Values; isCached: boolean }>) => {
        this.#calling.fill(event.detail.inputs);
        if (event.detail.isCached && !this.described.live) {
          void this.#calling.submit();
        }
      }}
    ></rf-examples>`;
  }

  #prose(text: string) {
    if (!text) {
      return nothing;
    }
    if (!MARKUP.test(text)) {
      return html`<p class="plain">${text}</p>`;
    }
    void import("./prose.js");
    return html`<rf-prose .text=${text}></rf-prose>`;
  }

  #submitWord(usual: string): string {
    return this.#word("submit_label", usual);
  }

  #word(name: string, usual: string): string {
    const given = this.described.props?.[name];
    return typeof given === "string" && given !== "" ? given : usual;
  }

  /** Asks for a call, unless one runs or nothing has to be asked for. */
  readonly #ask = () => {
    if (!this.described.live && !this.#calling.isBusy && !this.isFilling) {
      void this.#submit();
    }
  };

  readonly #stop = () => this.#calling.stop();

  /** Calls, and shows where it is at fault what was entered. */
  async #submit(): Promise<void> {
    await this.#calling.submit();
    await this.updateComplete;
    const faulty = this.described.inputs.find(({ name }) => this.#calling.faults[name]);
    const fields = [...this.renderRoot.querySelectorAll<Field>("rf-field")];
    const field = fields.find(({ component, isOutput }) => component === faulty && !isOutput);
    await field?.focusFault();
  }

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.stopPropagation();
      event.preventDefault();
      this.#ask();
    }
  };
}

customElements.define("rf-interface", InterfacePanel);
