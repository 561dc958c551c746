/** A picture, what is known of it, and what can be done with it. */

import type { Tensor } from "@rpcface/client";
import { LitElement, type PropertyValues, css, html, nothing } from "lit";
import { around } from "./around.js";
import { type Content, isContent } from "./contents.js";
import { nameOf, sized, typeOf } from "./media_names.js";
import type { AddressOf } from "./model.js";
import { type Drawn, drawn } from "./pictures.js";
import { onlyPicture } from "./only_picture.js";
import { canCopy, copy, save } from "./save.js";
import { base } from "./styles.js";
import { tool, tools } from "./tools.js";
import type { Viewed } from "./viewer.js";
import { say } from "./words.js";

const DONE_MS = 1500;

/**
 * Shows a picture; of pictures that follow each other each stays until the next can be shown. It fires
 * "rf-replace" and "rf-remove" where it can be changed, and `save` where it has a name for that.
 */
export class Picture extends LitElement {
  static override properties = {
    value: { attribute: false },
    addressOf: { attribute: false },
    label: { attribute: false },
    name: { attribute: false },
    canReplace: { attribute: false },
    canRemove: { attribute: false },
    others: { attribute: false },
    isOutput: { attribute: false },
    compact: { type: Boolean, reflect: true },
    height: { attribute: false },
    width: { attribute: false },
    problem: { state: true },
    isCopied: { state: true },
  };

  declare value: Content | Tensor;
  declare addressOf: AddressOf;
  declare label: string;
  /** What it is saved as, where it has no name of its own; "": it can't be saved. */
  declare name: string;
  declare canReplace: boolean;
  declare canRemove: boolean;
  /** All the pictures of a gallery that it is one of. */
  declare others: readonly Viewed[] | undefined;
  /** Whether it came back, and so can be compared with what went in. */
  declare isOutput: boolean;
  /** Without facts, and as large as its place. */
  declare compact: boolean;
  /** The most that it takes, in pixels of the screen; 0: what is usual. */
  declare height: number;
  declare width: number;
  /** Whether this browser can't draw it. */
  declare problem: boolean;
  declare isCopied: boolean;
  #drawn: Drawn | undefined;
  #handled: Content | Tensor | undefined;
  #isDrawing = false;
  #viewer: { follow: (viewed: readonly Viewed[], beside: Viewed | undefined) => void } | undefined;

  static override styles = [
    base,
    tools,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.25rem;
      }
      .picture {
        display: grid;
        place-items: center;
        width: 100%;
        min-height: 5rem;
        padding: 0;
        overflow: hidden;
        border: 1px solid var(--rf-line);
        border-radius: var(--rf-radius);
        background: var(--rf-sunken);
        color: inherit;
        font: inherit;
        cursor: zoom-in;
      }
      :host([compact]) .picture {
        height: 100%;
        min-height: 0;
        aspect-ratio: var(--rf-picture-ratio, auto);
      }
      .picture > * {
        display: block;
        max-width: 100%;
        max-height: var(--rf-picture-height, 26rem);
        background: repeating-conic-gradient(
            light-dark(#e4e4ea, #30303a) 0 25%,
            light-dark(#fafafc, #22222a) 0 50%
          )
          0 0 / 1rem 1rem;
      }
      :host([compact]) .picture > * {
        width: 100%;
        height: 100%;
        max-height: none;
        object-fit: var(--rf-picture-fit, cover);
      }
      .undrawn {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 0.2rem;
        min-height: 6.5rem;
        padding: 1rem;
        border: 1px solid var(--rf-line);
        border-radius: var(--rf-radius);
        background: var(--rf-sunken);
        color: var(--rf-quiet);
        font-size: var(--rf-small);
        text-align: center;
        overflow-wrap: anywhere;
      }
      .undrawn strong {
        color: var(--rf-ink);
        font-weight: 550;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) {
      void this.#follow();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drawn?.release();
    this.#drawn = this.#handled = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("value")) {
      void this.#follow();
    }
    if (changed.has("height") && this.height) {
      this.style.setProperty("--rf-picture-height", `${this.height}px`);
    }
    if (changed.has("width") && this.width) {
      this.style.maxWidth = `${this.width}px`;
    }
    this.#viewer?.follow(this.others ?? [this.#viewed], this.#beside);
  }

  override render() {
    return html`${this.problem
      ? this.#undrawn()
      : html`<button
          type="button"
          class="picture"
          aria-label=${say("Enlarge {name}", { name: this.label })}
          @click=${() => void this.#enlarge(false)}
        ></button>`}
    ${this.compact ? nothing : this.#about()}`;
  }

  protected override updated(): void {
    const element = this.#drawn?.element;
    const place = this.renderRoot.querySelector(".picture");
    if (place !== null && element !== undefined && place.firstElementChild !== element) {
      place.replaceChildren(element);
    }
  }

  #undrawn() {
    return html`<div class="undrawn">
      <strong>${nameOf(this.value) || this.label}</strong>
      <span>${say("This browser can't show {type}", { type: typeOf(this.value) || say("this type") })}</span>
    </div>`;
  }

  #about() {
    const { value } = this;
    const beside = this.#beside;
    const { width = 0, height = 0 } = this.#drawn ?? {};
    const size = isContent(value) ? value.size : 0;
    const name = nameOf(value);
    return html`<div class="about">
      <span class="facts">
        ${name ? html`<span class="named" title=${name}>${name}</span>` : nothing}
        ${width > 0 ? html`<span>${width} × ${height}</span>` : nothing}
        ${size > 0 ? html`<span>${sized(size)}</span>` : nothing}
      </span>
      ${this.problem
        ? nothing
        : html`${beside
            ? tool("compare", say("Compare with {name}", { name: beside.label }), () => void this.#enlarge(true))
            : nothing}
          ${this.name && canCopy ? tool(this.isCopied ? "done" : "copy", say("Copy {name}", { name: this.label }), () => void this.#copy()) : nothing}`}
      ${this.name
        ? tool("download", say("Download {name}", { name: this.label }), () => void save(value, this.name, this.addressOf))
        : nothing}
      ${this.canReplace ? tool("replace", say("Replace {name}", { name: this.label }), () => this.#tell("rf-replace")) : nothing}
      ${this.canRemove ? tool("remove", say("Remove {name}", { name: this.label }), () => this.#tell("rf-remove")) : nothing}
    </div>`;
  }

  #tell(what: string): void {
    this.dispatchEvent(new CustomEvent(what));
  }

  /** Draws the value there is, and then that which has come meanwhile. */
  async #follow(): Promise<void> {
    if (this.#isDrawing) {
      return;
    }
    this.#isDrawing = true;
    while (this.isConnected && this.#handled !== this.value) {
      const { value } = this;
      const next = await drawn(value, this.addressOf, this.label, this.compact).catch(() => undefined);
      this.#drawn?.release();
      this.#drawn = next;
      this.#handled = value;
      this.problem = next === undefined;
      this.requestUpdate();
    }
    this.#isDrawing = false;
    if (!this.isConnected) {
      this.#drawn?.release();
      this.#drawn = this.#handled = undefined;
    }
  }

  /** The picture that went in. */
  get #beside(): Viewed | undefined {
    const interfaceOf = this.isOutput ? around(this) : undefined;
    return interfaceOf && onlyPicture(interfaceOf);
  }

  get #viewed(): Viewed {
    return { value: this.value, label: this.label, name: this.name };
  }

  async #enlarge(isCompared: boolean): Promise<void> {
    const { view } = await import("./viewer.js");
    const all = this.others ?? [this.#viewed];
    const at = Math.max(all.findIndex(({ value }) => value === this.value), 0);
    const viewer = view({ all, at, beside: this.#beside, isCompared, addressOf: this.addressOf });
    this.#viewer = viewer;
    viewer.addEventListener("rf-close", () => (this.#viewer = undefined), { once: true });
  }

  async #copy(): Promise<void> {
    try {
      await copy(this.value, this.addressOf);
      this.isCopied = true;
      setTimeout(() => (this.isCopied = false), DONE_MS);
    } catch {
      this.isCopied = false; // the browser has asked, and the person refused
    }
  }
}

customElements.define("rf-picture", Picture);
