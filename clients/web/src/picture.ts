/** A picture that can be enlarged and zoomed into. */

import type { Tensor } from "@rpcface/client";
import { LitElement, type PropertyValues, css, html } from "lit";
import { paint } from "./pictures.js";
import { base, buttons } from "./styles.js";

const CLOSEST = 16;

/** Shows what has an address, or pixels. */
export class Picture extends LitElement {
  static override properties = {
    src: { attribute: false },
    pixels: { attribute: false },
    label: { attribute: false },
    isLarge: { state: true },
    zoom: { state: true },
  };

  declare src: string | undefined;
  declare pixels: Tensor | undefined;
  declare label: string;
  declare isLarge: boolean;
  declare zoom: number;

  constructor() {
    super();
    this.isLarge = false;
    this.zoom = 1;
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      button.picture {
        display: block;
        width: 100%;
        padding: 0;
        border: 0;
        overflow: hidden;
        background: var(--rf-sunken);
        cursor: zoom-in;
      }
      :is(img, canvas) {
        display: block;
        max-width: 100%;
        max-height: 26rem;
        margin-inline: auto;
        object-fit: contain;
      }
      dialog {
        width: 100vw;
        max-width: none;
        height: 100dvh;
        max-height: none;
        padding: 0;
        border: 0;
        background: var(--rf-page);
        color: var(--rf-ink);
      }
      dialog[open] {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
      }
      .bar {
        display: flex;
        justify-content: end;
        align-items: center;
        gap: 0.5rem;
        padding: 0.6rem 1rem;
      }
      .bar span {
        flex: 1;
        font-weight: 550;
      }
      .room {
        display: grid;
        overflow: auto;
      }
      .room :is(img, canvas) {
        max-width: none;
        max-height: none;
        margin: auto;
        image-rendering: pixelated;
      }
      .room .fits {
        max-width: 100%;
        max-height: 100%;
        image-rendering: auto;
      }
    `,
  ];

  override render() {
    return html`<button
        type="button"
        class="picture"
        aria-label="Enlarge ${this.label}"
        @click=${() => this.#open()}
      >
        ${this.#drawn("small")}
      </button>
      ${this.isLarge ? this.#large() : ""}`;
  }

  protected override updated(changed: PropertyValues): void {
    if (this.pixels !== undefined && (changed.has("pixels") || changed.has("isLarge"))) {
      for (const canvas of this.renderRoot.querySelectorAll("canvas")) {
        paint(canvas, this.pixels);
      }
    }
    const dialog = this.renderRoot.querySelector("dialog");
    if (dialog !== null && !dialog.open) {
      dialog.showModal();
    }
    const shown = dialog?.querySelector<HTMLElement>("img, canvas");
    if (shown) {
      shown.style.width = this.zoom === 1 ? "" : `${this.zoom * 100}%`;
    }
  }

  #drawn(kind: "small" | "fits") {
    return this.pixels === undefined
      ? html`<img class=${kind} src=${this.src ?? ""} alt=${this.label} />`
      : html`<canvas class=${kind} role="img" aria-label=${this.label}></canvas>`;
  }

  #large() {
    const nearer = (factor: number) => (this.zoom = Math.min(Math.max(this.zoom * factor, 1), CLOSEST));
    return html`<dialog @close=${() => (this.isLarge = false)}>
      <div class="bar">
        <span>${this.label}</span>
        <button type="button" aria-label="Zoom out" ?disabled=${this.zoom <= 1} @click=${() => nearer(0.5)}>−</button>
        <button type="button" aria-label="Zoom in" ?disabled=${this.zoom >= CLOSEST} @click=${() => nearer(2)}>+</button>
        <button type="button" @click=${() => this.renderRoot.querySelector("dialog")?.close()}>Close</button>
      </div>
      <div
        class="room"
        tabindex="0"
        @wheel=${(event: WheelEvent) => {
          if (event.ctrlKey) {
            event.preventDefault();
            nearer(event.deltaY < 0 ? 1.25 : 0.8);
          }
        }}
      >
        ${this.#drawn("fits")}
      </div>
    </dialog>`;
  }

  #open(): void {
    this.zoom = 1;
    this.isLarge = true;
  }
}

customElements.define("rf-picture", Picture);
