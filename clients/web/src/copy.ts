/** A button that copies a text. */

import { LitElement, css, html } from "lit";
import { copy } from "./copying.js";
import { base, buttons } from "./styles.js";
import { say } from "./words.js";

const TOLD_MS = 1500;

/** Copies `text`, which `label` names, and says so for a moment. */
export class Copy extends LitElement {
  static override properties = { text: { attribute: false }, label: { attribute: false }, isDone: { state: true } };

  declare text: string;
  declare label: string;
  declare isDone: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    base,
    buttons,
    css`
      button.plain {
        display: block;
        margin-block: -0.25rem;
        padding: 0.15rem 0.4rem;
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render() {
    return html`<button
      type="button"
      class="plain"
      aria-label=${this.isDone ? say("Copied") : say("Copy {what}", { what: this.label })}
      @click=${this.#copy}
    >
      ${this.isDone ? say("Copied") : say("Copy")}
    </button>`;
  }

  readonly #copy = async () => {
    this.isDone = await copy(this.text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.isDone = false), TOLD_MS);
  };
}

customElements.define("rf-copy", Copy);
