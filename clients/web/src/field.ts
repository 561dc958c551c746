/** One input or output: its label, its control, its help, and what is wrong with it. */

import type { Input, Media, Output } from "@rpcface/client";
import type { Component } from "@rpcface/client/protos";
import { LitElement, css, html, nothing } from "lit";
import { until } from "lit/directives/until.js";
import type { Draw, Model } from "./model.js";
import { drawnBy } from "./registry.js";
import { base, buttons, fields } from "./styles.js";
import { views } from "./view_styles.js";
import { labelOf } from "./values.js";

/** What a field tells that its value is to be another: `event.detail`. */
export class Change extends CustomEvent<{ name: string; value: Input | undefined }> {}

let count = 0;

/** A field of a form. It fires "rf-change", and "rf-submit" where Enter asks for a call. */
export class Field extends LitElement {
  static override properties = {
    component: { attribute: false },
    value: { attribute: false },
    isOutput: { attribute: false },
    fault: { attribute: false },
    addressOf: { attribute: false },
  };

  declare component: Component;
  declare value: Input | Output;
  declare isOutput: boolean;
  declare fault: string | undefined;
  declare addressOf: (media: Media) => string;
  readonly #id = `field-${(count += 1)}`;
  #drawn: { for: Component; by: Draw | Promise<Draw> | undefined } | undefined;

  static override styles = [
    base,
    buttons,
    fields,
    views,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .name {
        display: block;
        margin-block-end: 0.3rem;
        font-weight: 550;
        font-size: var(--rf-small);
        color: var(--rf-ink);
      }
      .inline {
        display: flex;
        align-items: center;
        gap: 0.6rem;
      }
      .inline .name {
        order: 1;
        margin: 0;
        font-size: var(--rf-text);
        font-weight: 400;
      }
      .help,
      .fault {
        margin: 0.3rem 0 0;
        font-size: var(--rf-small);
        color: var(--rf-quiet);
      }
      .fault {
        color: var(--rf-danger);
        font-weight: 500;
      }
      .row {
        display: flex;
        gap: 0.5rem;
        align-items: center;
      }
      .swatch {
        flex: none;
        width: 3rem;
        height: var(--rf-control);
        padding: 0.2rem;
        border: 1px solid var(--rf-line-strong);
        border-radius: calc(var(--rf-radius) - 2px);
        background: var(--rf-panel);
      }
      .options {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem;
      }
      .option {
        display: inline-flex;
        align-items: center;
        gap: 0.5rem;
        padding: 0.4rem 0.75rem;
        border: 1px solid var(--rf-line);
        border-radius: calc(var(--rf-radius) - 2px);
        background: var(--rf-panel);
        cursor: pointer;
      }
      .option:has(:checked) {
        border-color: var(--rf-accent);
        background: var(--rf-accent-soft);
      }
      .option:has(:disabled) {
        cursor: default;
      }
      .slider {
        display: grid;
        grid-template-columns: 1fr 6.5rem;
        column-gap: 0.75rem;
        align-items: center;
      }
      .slider input[type="range"] {
        width: 100%;
        margin: 0;
      }
      .bounds {
        display: flex;
        justify-content: space-between;
        color: var(--rf-quiet);
        font-size: 0.75rem;
        font-variant-numeric: tabular-nums;
      }
      input[type="number"] {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  override render() {
    const { component, fault } = this;
    const isInline = component.schema?.shape.case === "boolShape";
    return html`<div class=${isInline ? "inline" : ""}>
        <label class="name" id="${this.#id}-label" for=${this.#id}>${labelOf(component)}</label>
        ${this.#control()}
      </div>
      ${component.help ? html`<p class="help" id="${this.#id}-help">${component.help}</p>` : nothing}
      ${fault ? html`<p class="fault" id="${this.#id}-fault" role="alert">${fault}</p>` : nothing}`;
  }

  #control() {
    if (this.#drawn?.for !== this.component) {
      this.#drawn = { for: this.component, by: drawnBy(this.component, this.isOutput) };
    }
    const { by } = this.#drawn;
    if (by === undefined) {
      return html`<p class="help">This page is too old to draw ${this.component.type || "this"}.</p>`;
    }
    if (by instanceof Promise) {
      const { component } = this;
      void by.then((draw) => {
        if (this.#drawn?.for === component) {
          this.#drawn = { for: component, by: draw };
          this.requestUpdate();
        }
      });
      return until(nothing);
    }
    return by(this.#model());
  }

  #model(): Model {
    const ids = [this.component.help && `${this.#id}-help`, this.fault && `${this.#id}-fault`];
    const { name } = this.component;
    return {
      component: this.component,
      value: this.value,
      isOutput: this.isOutput,
      isInvalid: Boolean(this.fault),
      id: this.#id,
      describedBy: ids.filter(Boolean).join(" "),
      addressOf: this.addressOf,
      change: (value) => this.dispatchEvent(new Change("rf-change", { detail: { name, value } })),
      submit: () => this.dispatchEvent(new CustomEvent("rf-submit")),
    };
  }
}

customElements.define("rf-field", Field);
