/** One input or output: its label, its control, its help, and what is wrong with it. */

import type { Input, Output } from "@rpcface/client";
import type { Component } from "@rpcface/client/protos";
import { LitElement, html, nothing } from "lit";
import { adopt } from "./adopted.js";
import { loadChecks, loadedChecks } from "./checking.js";
import { field } from "./field_styles.js";
import type { AddressOf, Draw, Faults, Model } from "./model.js";
import { drawnBy } from "./registry.js";
import { base, buttons, fields } from "./styles.js";
import { views } from "./view_styles.js";
import { escaped, holdsMedia, labelOf, start, startOf } from "./values.js";
import { say } from "./words.js";

/** What a field tells that its value is to be another: `event.detail`. */
export class Change extends CustomEvent<{ name: string; value: Input | undefined }> {}

/** Nothing is wrong. */
export const NO_FAULTS: Faults = {};

let count = 0;

/** A field of a form. It fires "rf-change", and "rf-submit" where Enter asks for a call. */
export class Field extends LitElement {
  static override properties = {
    component: { attribute: false },
    value: { attribute: false },
    isOutput: { attribute: false },
    isCell: { attribute: false },
    faults: { attribute: false },
    addressOf: { attribute: false },
    draw: { state: true },
    isLeft: { state: true },
  };

  declare component: Component;
  declare value: Input | Output;
  declare isOutput: boolean;
  /** Whether it stands in a table: its label and its help are only told, not shown. */
  declare isCell: boolean;
  /** What is wrong with the value, as the server or a check before the call said. */
  declare faults: Faults;
  declare addressOf: AddressOf;
  /** undefined: it is being loaded; null: this page can't draw it. */
  declare draw: Draw | null | undefined;
  /** Whether a person has been here and gone on. */
  declare isLeft: boolean;
  readonly #id = `field-${(count += 1)}`;
  #drawn: Component | undefined;
  #told = new Set<string>();

  static override styles = [base, buttons, fields, views, field];

  constructor() {
    super();
    this.faults = NO_FAULTS;
    this.addEventListener("focusin", () => {
      this.isLeft &&= this.isFaulty;
      // A person may have gone on before the checks are there.
      void loadChecks().then(() => this.requestUpdate());
    });
    this.addEventListener("focusout", () => (this.isLeft = true));
  }

  protected override willUpdate(): void {
    if (this.#drawn !== this.component) {
      const isAlike = this.#drawn !== undefined && kindOf(this.#drawn) === kindOf(this.component);
      this.#drawn = this.component;
      this.isLeft = false;
      void this.#load(this.component, isAlike);
    }
  }

  /** `isAlike`: what draws it has drawn another before, and goes on: a file that is uploaded stays on its way. */
  async #load(component: Component, isAlike: boolean): Promise<void> {
    const by = drawnBy(component, this.isOutput);
    if (by instanceof Promise && !isAlike) {
      this.draw = undefined;
    }
    const draw = by instanceof Promise ? await by : by;
    if (component !== this.component) {
      return;
    }
    adopt(this.renderRoot, draw);
    this.draw = draw ?? null;
  }

  /** Puts the focus where something is wrong, or else where a person enters the value. */
  async focusFault(): Promise<void> {
    await this.updateComplete;
    const inner = [...this.renderRoot.querySelectorAll<Field>("rf-field")].find((one) => one.isFaulty);
    if (inner) {
      return inner.focusFault();
    }
    const wrong = this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true]:not(:disabled)");
    (wrong ?? this.renderRoot.querySelector<HTMLElement>("input, textarea, select, rf-drop, button"))?.focus();
  }

  get isFaulty(): boolean {
    return Object.keys(this.#faults).length > 0;
  }

  override render() {
    const { component, isCell } = this;
    const control = this.#control();
    const faults = this.#untold();
    const isInline = component.schema?.shape.case === "boolShape" && !this.isOutput;
    return html`<div class=${isCell ? "cell" : isInline ? "inline" : "stacked"}>${this.#head(isInline)} ${control}</div>
      ${component.help && !isCell ? html`<p class="help" id="${this.#id}-help">${component.help}</p>` : nothing}
      ${faults.length > 0
        ? html`<div class="fault" id="${this.#id}-fault" role="alert">${faults.map((one) => html`<p>${one}</p>`)}</div>`
        : nothing}`;
  }

  #head(isInline: boolean) {
    const { component, isCell, isOutput, draw } = this;
    const [id, label] = [`${this.#id}-label`, labelOf(component)];
    const name =
      isOutput || draw?.isGroup
        ? html`<span class="name" id=${id}>${label}</span>`
        : html`<label class="name" id=${id} for=${this.#id}>${label}</label>`;
    if (isCell) {
      return html`<div class="visually-hidden">${name}</div>`;
    }
    const tools = isOutput ? this.#copy() : this.#none();
    return isInline || tools === nothing ? html`${name}${tools}` : html`<div class="head">${name}${tools}</div>`;
  }

  /** The way to give nothing, where that is valid and the control has none of its own. */
  #none() {
    const { component, draw, value } = this;
    const shape = component.schema?.shape;
    const isListed =
      shape?.case === "choiceShape" && shape.value.choices.some((choice) => choice.value?.kind.case === "nullValue");
    if (!component.schema?.nullable || draw?.canBeEmpty || isListed || holdsMedia(component.schema)) {
      return nothing;
    }
    const isNone = value === null;
    return html`<button
      type="button"
      class="plain none"
      aria-pressed=${isNone}
      aria-describedby="${this.#id}-label"
      @click=${() => this.#tell(isNone ? firstOf(component) : null)}
    >
      ${say("None")}
    </button>`;
  }

  #copy() {
    const text = this.#isEmpty ? "" : this.draw?.textOf?.(this.#model()) ?? "";
    if (text === "") {
      return nothing;
    }
    void import("./copy.js");
    return html`<rf-copy .text=${text} .label=${labelOf(this.component)}></rf-copy>`;
  }

  get #isEmpty(): boolean {
    const { renderer, schema } = this.component;
    const isNone = this.value === undefined || this.value === null;
    return this.isOutput && isNone && !renderer && !holdsMedia(schema);
  }

  #control() {
    const { draw } = this;
    this.#told = new Set();
    if (draw === null) {
      const type = this.component.type || this.component.name;
      return html`<p class="help" id=${this.#id}>${say("This page is too old to draw {type}.", { type })}</p>`;
    }
    if (this.#isEmpty) {
      return html`<output class="nothing" id=${this.#id} aria-labelledby="${this.#id}-label">–</output>`;
    }
    return draw === undefined ? html`<div class="loading" aria-hidden="true"></div>` : draw(this.#model());
  }

  /** All that is wrong, by pointer. */
  get #faults(): Faults {
    const isAsked = this.isLeft && this.value !== undefined && !this.isOutput;
    const own = isAsked ? loadedChecks()?.faultOf(this.component.schema, this.value) : undefined;
    return own === undefined ? this.faults : { ...this.faults, "": own };
  }

  /** What is wrong and no part of it tells. */
  #untold(): string[] {
    const untold = Object.entries(this.#faults).filter(([at]) => at === "" || !this.#told.has(firstPart(at)));
    return untold.map(([pointer, text]) => (pointer === "" ? text : `${pointer.slice(1)}: ${text}`));
  }

  #model(): Model {
    const faults = this.#faults;
    const isInvalid = Object.keys(faults).length > 0;
    const ids = [this.component.help && !this.isCell && `${this.#id}-help`, isInvalid && `${this.#id}-fault`];
    return {
      component: this.component,
      value: this.value,
      isOutput: this.isOutput,
      isInvalid,
      isCell: this.isCell,
      id: this.#id,
      describedBy: ids.filter(Boolean).join(" "),
      addressOf: this.addressOf,
      change: this.#change,
      submit: () => this.dispatchEvent(new CustomEvent("rf-submit")),
      faultsOf: (part) => {
        const first = escaped(String(part));
        this.#told.add(first);
        const inner = Object.entries(faults).filter(([pointer]) => pointer !== "" && firstPart(pointer) === first);
        return Object.fromEntries(inner.map(([pointer, text]) => [pointer.slice(first.length + 1), text]));
      },
    };
  }

  readonly #change = (value: Input | undefined) => {
    this.#tell(value === undefined && this.component.schema?.nullable ? null : value);
  };

  #tell(value: Input | undefined): void {
    this.dispatchEvent(new Change("rf-change", { detail: { name: this.component.name, value } }));
  }
}

/** What is entered once a person takes "None" back. */
function firstOf(component: Component): Input | undefined {
  const { schema } = component;
  const first = startOf(component) as Input | undefined;
  if (first !== null || !schema) {
    return first;
  }
  return schema.shape.case === "textShape" ? "" : start({ ...schema, nullable: false });
}

/** What its control depends on. */
function kindOf({ type, schema }: Component): string {
  return `${type} ${schema?.shape.case}`;
}

/** "" for "", "a" for "/a/b". */
function firstPart(pointer: string): string {
  return pointer.split("/")[1] ?? "";
}

customElements.define("rf-field", Field);
