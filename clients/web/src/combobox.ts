/** A list to choose from that is found by its letters. */

import type { Input, Output } from "@rpcface/client";
import { LitElement, html, nothing } from "lit";
import type { Option } from "./controls/choices.js";
import { isSame } from "./values.js";
import { say } from "./words.js";

const MOST_SHOWN = 200;

/**
 * Draws into what surrounds it, so that labels and styles there are its own. It fires "rf-chosen"
 * with the value, or with all of them where several may be chosen, and "rf-submit".
 */
export class Combobox extends LitElement {
  static override properties = {
    options: { attribute: false },
    value: { attribute: false },
    isSeveral: { attribute: false },
    most: { attribute: false },
    takesText: { attribute: false },
    for: { attribute: false },
    describedBy: { attribute: false },
    isInvalid: { attribute: false },
    hint: { attribute: false },
    query: { state: true },
    isOpen: { state: true },
    at: { state: true },
  };

  declare options: readonly Option[];
  declare value: Input | Output;
  declare isSeveral: boolean;
  /** How many may be chosen; 0: any number. */
  declare most: number;
  /** Whether any other text can be chosen. */
  declare takesText: boolean;
  /** The id of its field. */
  declare for: string;
  declare describedBy: string;
  declare isInvalid: boolean;
  declare hint: string;
  /** What was typed since it got the focus; undefined: nothing. */
  declare query: string | undefined;
  declare isOpen: boolean;
  /** The place of the option that the arrow keys have reached; -1: none. */
  declare at: number;

  constructor() {
    super();
    this.isOpen = false;
    this.at = -1;
  }

  protected override createRenderRoot() {
    return this;
  }

  override render() {
    const shown = this.isOpen ? this.#found() : [];
    const list = `${this.for}-list`;
    return html`${this.isSeveral ? this.#chips() : nothing}
      <input
        id=${this.for}
        role="combobox"
        autocomplete="off"
        spellcheck="false"
        placeholder=${this.hint}
        aria-expanded=${this.isOpen}
        aria-controls=${list}
        aria-autocomplete="list"
        aria-activedescendant=${this.isOpen && this.at >= 0 ? `${list}-${this.at}` : nothing}
        aria-invalid=${this.isInvalid}
        aria-describedby=${this.describedBy}
        .value=${this.query ?? this.#label()}
        @input=${this.#type}
        @keydown=${this.#press}
        @focus=${() => this.#select()}
        @click=${() => this.#open()}
        @blur=${this.#leave}
      />
      <ul id=${list} role="listbox" aria-label=${say("Choices")} aria-multiselectable=${this.isSeveral} ?hidden=${!this.isOpen}>
        ${shown.map(
          ({ label, value }, at) =>
            html`<li
              id="${list}-${at}"
              role="option"
              aria-selected=${this.#isChosen(value)}
              class=${at === this.at ? "reached" : ""}
              @mousedown=${(event: Event) => event.preventDefault()}
              @click=${() => this.#choose(value)}
            >
              ${label}
            </li>`,
        )}
        ${this.isOpen && shown.length === 0 ? html`<li class="none" role="option" aria-disabled="true">${this.#noneFound()}</li>` : nothing}
      </ul>`;
  }

  protected override updated(): void {
    this.querySelector(".reached")?.scrollIntoView({ block: "nearest" });
  }

  #noneFound(): string {
    return this.takesText ? say("Enter takes it as it is.") : say("Nothing like that is there.");
  }

  get #chosen(): readonly Output[] {
    return Array.isArray(this.value) ? (this.value as Output[]) : [];
  }

  #isChosen(value: Input | Output): boolean {
    return this.isSeveral ? this.#chosen.some((one) => isSame(one, value)) : isSame(this.value, value);
  }

  #nameOf(value: Input | Output): string {
    return this.options.find((option) => isSame(option.value, value))?.label ?? String(value ?? "");
  }

  #label(): string {
    return this.isSeveral || this.value === null || this.value === undefined ? this.#nullLabel() : this.#nameOf(this.value);
  }

  #nullLabel(): string {
    return this.isSeveral || this.value === undefined ? "" : (this.options.find(({ value }) => value === null)?.label ?? "");
  }

  #found(): readonly Option[] {
    const words = (this.query ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    return this.options
      .filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
      .slice(0, MOST_SHOWN);
  }

  #chips() {
    const { most } = this;
    return this.#chosen.length === 0
      ? nothing
      : html`<div class="chips">
          ${this.#chosen.map(
            (value) =>
              html`<button type="button" class="chip" aria-label=${say("Remove {what}", { what: this.#nameOf(value) })} @click=${() => this.#drop(value)}>
                ${this.#nameOf(value)}<span aria-hidden="true">✕</span>
              </button>`,
          )}
          ${most > 0 ? html`<small>${this.#chosen.length} / ${most}</small>` : nothing}
        </div>`;
  }

  readonly #type = (event: Event) => {
    this.query = (event.target as HTMLInputElement).value;
    this.isOpen = true;
    this.at = this.query === "" || this.#found().length === 0 ? -1 : 0;
  };

  readonly #press = (event: KeyboardEvent) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way !== undefined) {
      event.preventDefault();
      this.#step(way);
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Backspace" && this.isSeveral && !this.query && this.#chosen.length > 0) {
      this.#drop(this.#chosen.at(-1));
    } else if (event.key === "Enter" && !event.isComposing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#enter();
    }
  };

  #step(way: number): void {
    if (!this.isOpen) {
      this.#open();
      return;
    }
    const last = this.#found().length - 1;
    this.at = this.at + way > last ? 0 : this.at + way < 0 ? last : this.at + way;
  }

  #enter(): void {
    const reached = this.isOpen ? this.#found()[this.at] : undefined;
    if (reached !== undefined) {
      this.#choose(reached.value);
    } else if (this.isOpen && this.query) {
      this.#take();
    } else {
      this.dispatchEvent(new CustomEvent("rf-submit"));
    }
  }

  /** Takes what was typed: the option of that name, or else the text where any is valid. */
  #take(): void {
    const typed = this.query?.trim() ?? "";
    const named = this.options.find(({ label }) => label.toLowerCase() === typed.toLowerCase());
    if (named !== undefined || (typed !== "" && this.takesText)) {
      this.#choose(named === undefined ? typed : named.value);
    }
  }

  #open(): void {
    this.isOpen = true;
    this.at = this.isSeveral ? -1 : this.#found().findIndex(({ value }) => isSame(value, this.value));
  }

  #close(): void {
    this.isOpen = false;
    this.at = -1;
    this.query = undefined;
  }

  readonly #leave = () => {
    if (this.query !== undefined && this.query === "" && !this.isSeveral) {
      this.#tell(undefined);
    } else if (this.query) {
      this.#take();
    }
    this.#close();
  };

  #choose(value: Input | Output): void {
    if (!this.isSeveral) {
      this.#close();
      this.#tell(value);
      void this.updateComplete.then(() => this.#select());
    } else if (this.#isChosen(value)) {
      this.#drop(value);
    } else if (this.most === 0 || this.#chosen.length < this.most) {
      this.query = undefined;
      this.#tell([...this.#chosen, value] as Output[]);
    }
  }

  /** So that what is typed next replaces what is there. */
  #select(): void {
    this.querySelector("input")?.select();
  }

  #drop(value: Input | Output): void {
    this.#tell(this.#chosen.filter((one) => !isSame(one, value)) as Output[]);
    this.querySelector("input")?.focus();
  }

  #tell(value: Input | Output): void {
    this.dispatchEvent(new CustomEvent("rf-chosen", { detail: value }));
  }
}

customElements.define("rf-combobox", Combobox);
