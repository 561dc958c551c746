/** One interface: its form, its buttons, and what comes back. */

import type { Client } from "@rpcface/client";
import { type Component, type Interface, InterfaceKind } from "@rpcface/client/protos";
import { LitElement, type PropertyValues, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Asking } from "./around.js";
import { Calling } from "./call.js";
import "./examples.js";
import "./field.js";
import type { Change } from "./field.js";
import "./notices.js";
import { panel } from "./interface_styles.js";
import "./progress.js";
import { base, buttons } from "./styles.js";
import type { Values } from "./values.js";

/** Draws an interface of any kind from its description alone. */
export class InterfacePanel extends LitElement {
  static override properties = {
    client: { attribute: false },
    described: { attribute: false },
    given: { attribute: false },
  };

  declare client: Client;
  declare described: Interface;
  /** Inputs to begin with, in place of the defaults. */
  declare given: Values;
  #calling!: Calling;

  static override styles = [base, buttons, panel];

  constructor() {
    super();
    this.addEventListener("rf-around", (event) => (event as Asking).detail(this));
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("described")) {
      this.#calling = new Calling(this, this.client, this.described);
    }
    if (changed.has("given") && Object.keys(this.given).length > 0) {
      this.#calling.fill(this.given);
    }
  }

  /** The inputs there are. */
  get inputs(): Values {
    return this.#calling.inputs;
  }

  override render() {
    const { described } = this;
    return html`<header>
        ${described.title ? html`<h1>${described.title}</h1>` : html`<h1>${described.name}</h1>`}
        ${this.#prose(described.description)}
      </header>
      <div class=${this.#hasTwoSides ? "sides two" : "sides"}>
        ${this.#takes ? this.#inputSide() : nothing} ${this.#gives ? this.#outputSide() : nothing}
      </div>
      ${this.#examples()} ${this.#prose(described.article)}`;
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
    const hasButtons = this.#kind !== InterfaceKind.OUTPUT_ONLY;
    return html`<section class="panel" aria-label="Inputs">
      ${this.#fields(shown)}
      ${folded.length > 0
        ? html`<details class="more" ?open=${folded.some(({ name }) => this.#calling.faults[name])}>
            <summary>${this.#word("additional_label", "More inputs")}</summary>
            <div class="fields">${this.#fields(folded)}</div>
          </details>`
        : nothing}
      ${hasButtons ? this.#buttons("Submit") : nothing}
      ${this.#kind === InterfaceKind.STANDARD ? nothing : this.#told()}
    </section>`;
  }

  #outputSide() {
    const isAlone = this.#kind === InterfaceKind.OUTPUT_ONLY;
    return html`<section class="panel" aria-label="Outputs" aria-busy=${this.#calling.isBusy}>
      ${this.#told()}
      ${repeat(
        this.described.outputs,
        ({ name }) => name,
        (component) =>
          html`<rf-field
            .component=${component}
            .value=${this.#calling.outputs[component.name]}
            .isOutput=${true}
            .addressOf=${this.#addressOf}
          ></rf-field>`,
      )}
      ${isAlone ? this.#buttons("Generate") : nothing}
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
          .fault=${this.#calling.faults[component.name]}
          .addressOf=${this.#addressOf}
          @rf-change=${(event: Change) => this.#calling.set(event.detail.name, event.detail.value)}
          @rf-submit=${() => !this.described.live && this.#calling.submit()}
        ></rf-field>`,
    );
  }

  #buttons(usual: string) {
    const { isBusy } = this.#calling;
    return html`<div class="buttons">
      <button type="button" @click=${() => this.#calling.clear()}>${this.#word("clear_label", "Clear")}</button>
      ${this.described.live
        ? nothing
        : isBusy
          ? html`<button type="button" class="primary" @click=${() => this.#calling.stop()}>
              ${this.#word("stop_label", "Stop")}
            </button>`
          : html`<button type="button" class="primary" @click=${() => this.#calling.submit()}>
              ${this.#word("submit_label", usual)}
            </button>`}
    </div>`;
  }

  /** How far the call is, and what the person is told. */
  #told() {
    const { bars, position, waitMs, phase, notices, durationMs } = this.#calling;
    return html`<rf-progress
        .bars=${bars}
        .phase=${phase}
        .position=${position}
        .waitMs=${waitMs}
        .durationMs=${durationMs}
      ></rf-progress>
      <rf-notices .notices=${notices} @rf-dismiss=${(event: CustomEvent) => this.#calling.dismiss(event.detail)}></rf-notices>`;
  }

  #examples() {
    return this.described.examples.length > 0
      ? html`<rf-examples
          .described=${this.described}
          .addressOf=${this.#addressOf}
          @rf-example=${(event: CustomEvent<{ inputs: Values; isCached: boolean }>) => {
            this.#calling.fill(event.detail.inputs);
            if (event.detail.isCached || this.described.live) {
              void this.#calling.submit();
            }
          }}
        ></rf-examples>`
      : nothing;
  }

  #prose(text: string) {
    if (!text) {
      return nothing;
    }
    void import("./prose.js");
    return html`<rf-prose .text=${text}></rf-prose>`;
  }

  #word(name: string, usual: string): string {
    const given = this.described.props?.[name];
    return typeof given === "string" && given !== "" ? given : usual;
  }

  readonly #addressOf = (media: Parameters<Client["addressOf"]>[0]) => this.client.addressOf(media);
}

customElements.define("rf-interface", InterfacePanel);
