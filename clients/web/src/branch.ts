/** A part of a value that is shown as JSON. */

import { Media, Tensor, type Input, type Output } from "@rpcface/client";
import { LitElement, css, html, nothing } from "lit";
import { base, buttons } from "./styles.js";
import { say } from "./words.js";

/** How many entries unfold at once. */
const SLICE = 100;

/** Lists and structs as short as this are open at first. */
const SHORT = 20;

type Entry = readonly [name: string, value: Input | Output];

/** A value after its name; lists and structs fold. */
export class Branch extends LitElement {
  static override properties = {
    name: { attribute: false },
    value: { attribute: false },
    isOpen: { attribute: false },
    most: { state: true },
  };

  declare name: string | undefined;
  declare value: Input | Output;
  declare isOpen: boolean;
  declare most: number;

  constructor() {
    super();
    this.most = SLICE;
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        overflow-wrap: anywhere;
      }
      summary {
        width: fit-content;
        border-radius: 0.25rem;
        cursor: pointer;
        list-style-position: outside;
        margin-inline-start: 1rem;
      }
      summary::marker {
        color: var(--rf-quiet);
        font-size: 0.8em;
      }
      .leaf,
      .inner {
        margin-inline-start: 1rem;
      }
      .inner {
        border-inline-start: 1px solid var(--rf-line);
        margin-inline-start: 0.75rem;
      }
      .name {
        color: var(--rf-accent-strong);
      }
      .quiet {
        color: var(--rf-quiet);
      }
      .text {
        white-space: pre-wrap;
        color: light-dark(#176b3a, #7fdca4);
      }
      .word {
        color: light-dark(#8a3a00, #ffb27a);
      }
    `,
  ];

  override render() {
    const name = this.name === undefined ? nothing : html`<span class="name">${this.name}</span>: `;
    const entries = entriesOf(this.value);
    if (entries === undefined) {
      return html`<div class="leaf">${name}${leaf(this.value)}</div>`;
    }
    const isList = Array.isArray(this.value);
    if (entries.length === 0) {
      return html`<div class="leaf">${name}<span class="quiet">${isList ? "[ ]" : "{ }"}</span></div>`;
    }
    const told = isList ? `[${entries.length}]` : `{${entries.length}}`;
    return html`<details ?open=${this.isOpen} @toggle=${this.#toggle}>
      <summary>${name}<span class="quiet">${told}</span></summary>
      ${this.isOpen ? html`<div class="inner">${this.#inner(entries)}</div>` : nothing}
    </details>`;
  }

  #inner(entries: readonly Entry[]) {
    const isShort = entries.length <= SHORT;
    return html`${entries
      .slice(0, this.most)
      .map(
        ([name, value]) =>
          html`<rf-branch .name=${name} .value=${value} .isOpen=${isShort && (entriesOf(value)?.length ?? 0) <= SHORT}></rf-branch>`,
      )}
    ${entries.length > this.most
      ? html`<button type="button" class="plain" @click=${() => (this.most += SLICE)}>
          ${say("{n} more", { n: entries.length - this.most })}
        </button>`
      : nothing}`;
  }

  readonly #toggle = (event: Event) => {
    this.isOpen = (event.target as HTMLDetailsElement).open;
  };
}

function entriesOf(value: Input | Output): readonly Entry[] | undefined {
  if (Array.isArray(value)) {
    return value.map((one: Output, at) => [String(at), one]);
  }
  const isStruct = value !== null && typeof value === "object" && !(value instanceof Tensor || value instanceof Media);
  return isStruct ? (Object.entries(value) as Entry[]) : undefined;
}

function leaf(value: Input | Output) {
  if (typeof value === "string") {
    return html`<span class="text">${JSON.stringify(value)}</span>`;
  }
  if (value instanceof Tensor) {
    return html`<span class="quiet">${value.type} [${value.shape.join(", ")}]</span>`;
  }
  if (value instanceof Media) {
    return html`<span class="quiet">${value.filename || value.mediaType}</span>`;
  }
  return value === undefined
    ? html`<span class="quiet">${say("newer than this page")}</span>`
    : html`<span class="word">${String(value)}</span>`;
}

customElements.define("rf-branch", Branch);
