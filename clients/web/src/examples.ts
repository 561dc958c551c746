/** Inputs to try, in a table, or as thumbnails where a picture is all there is. */

import { Media, Tensor, type Input, type Output } from "@rpcface/client";
import type { Component, Example, Interface, Schema } from "@rpcface/client/protos";
import { LitElement, css, html, nothing } from "lit";
import { told } from "./controls/choices.js";
import { base, buttons } from "./styles.js";
import { labelOf, natural, type Values } from "./values.js";
import { say } from "./words.js";

/** How many pages are shown on each side of the one that is shown. */
const NEAR = 3;

/** Fires "rf-example" with the inputs of the one that was picked. */
export class Examples extends LitElement {
  static override properties = {
    described: { attribute: false },
    addressOf: { attribute: false },
    page: { state: true },
    picked: { state: true },
  };

  declare described: Interface;
  declare addressOf: (media: Media) => string;
  declare page: number;
  /** The one that was picked last. */
  declare picked: Example | undefined;

  constructor() {
    super();
    this.page = 0;
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      h2 {
        margin: 0 0 0.5rem;
        font-size: var(--rf-small);
        font-weight: 600;
        color: var(--rf-quiet);
      }
      .scroll {
        overflow-x: auto;
        border: 1px solid var(--rf-line);
        border-radius: var(--rf-radius);
        background: var(--rf-panel);
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--rf-small);
      }
      th,
      td {
        padding: 0.5rem 0.75rem;
        text-align: start;
        max-width: 24rem;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      th {
        font-weight: 550;
        color: var(--rf-quiet);
      }
      tr + tr,
      tbody tr {
        border-block-start: 1px solid var(--rf-line);
      }
      tbody tr {
        cursor: pointer;
      }
      tbody tr:hover {
        background: var(--rf-sunken);
      }
      tbody tr[aria-current] {
        background: var(--rf-accent-soft);
      }
      .amount {
        font-variant-numeric: tabular-nums;
      }
      .quiet {
        color: var(--rf-quiet);
      }
      td button.plain {
        padding-inline: 0;
        color: var(--rf-ink);
        background: none !important;
      }
      img,
      video {
        display: block;
        max-width: 8rem;
        height: 3rem;
        border-radius: 0.3rem;
        object-fit: cover;
      }
      .thumbs {
        display: flex;
        flex-wrap: wrap;
        gap: 0.6rem;
      }
      .thumbs button {
        display: grid;
        gap: 0.3rem;
        padding: 0.3rem;
        font-size: var(--rf-small);
      }
      .thumbs button[aria-current] {
        border-color: var(--rf-accent);
        background: var(--rf-accent-soft);
      }
      .thumbs img {
        max-width: 9rem;
        height: 5.5rem;
      }
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem;
        margin-block-start: 0.4rem;
      }
      nav button.plain {
        min-width: 2rem;
        min-height: 2rem;
        font-variant-numeric: tabular-nums;
      }
      nav button[aria-current="page"] {
        background: var(--rf-accent-soft);
        color: var(--rf-accent-strong);
        font-weight: 650;
      }
    `,
  ];

  override render() {
    const { examples } = this.described;
    const size = this.#perPage;
    const first = this.page * size;
    const shown = examples.slice(first, first + size);
    const pages = Math.ceil(examples.length / size);
    return html`<h2 id="heading">${say("Examples")}</h2>
      ${this.#isPictures ? this.#thumbs(shown, first) : this.#table(shown, first)}
      ${pages > 1
        ? html`<nav aria-label=${say("Pages of examples")}>
            ${Array.from({ length: pages }, (_, page) => page)
              .filter((page) => page === 0 || page === pages - 1 || Math.abs(page - this.page) <= NEAR)
              .map(
                (page) =>
                  html`<button
                    type="button"
                    class="plain"
                    aria-current=${page === this.page ? "page" : nothing}
                    @click=${() => (this.page = page)}
                  >
                    ${page + 1}
                  </button>`,
              )}
          </nav>`
        : nothing}`;
  }

  get #perPage(): number {
    const given = this.described.props?.["examples_per_page"];
    return typeof given === "number" && given >= 1 ? given : 10;
  }

  get #columns(): readonly Component[] {
    const used = new Set(this.described.examples.flatMap(({ inputs }) => Object.keys(inputs)));
    return this.described.inputs.filter(({ name }) => used.has(name));
  }

  get #isPictures(): boolean {
    const [only, ...others] = this.#columns;
    return only?.type === "image" && others.length === 0;
  }

  #table(examples: readonly Example[], first: number) {
    const columns = this.#columns;
    const hasLabels = this.described.examples.some(({ label }) => label);
    return html`<div class="scroll" role="region" aria-labelledby="heading" tabindex="0">
      <table>
        <thead>
          <tr>
            ${hasLabels ? html`<th scope="col">${say("Name")}</th>` : nothing}
            ${columns.map((column) => html`<th scope="col">${labelOf(column)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${examples.map((example, index) => {
            const name = example.label || say("Example {n}", { n: first + index + 1 });
            const cells = columns.map((column) => this.#cell(natural(example.inputs[column.name]), column));
            return html`<tr aria-current=${example === this.picked ? "true" : nothing} @click=${() => this.#pick(example)}>
              ${hasLabels ? html`<td>${this.#button(example, name, name)}</td>` : nothing}
              ${cells.map(
                (cell, at) => html`<td>${at === 0 && !hasLabels ? this.#button(example, name, cell) : cell}</td>`,
              )}
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
  }

  #button(example: Example, name: string, content: unknown) {
    return html`<button
      type="button"
      class="plain"
      aria-label=${say("Try {name}", { name })}
      @click=${(event: Event) => {
        event.stopPropagation();
        this.#pick(example);
      }}
    >
      ${content}
    </button>`;
  }

  #thumbs(examples: readonly Example[], first: number) {
    const [column] = this.#columns;
    return html`<div class="thumbs">
      ${examples.map((example, index) => {
        const name = example.label || say("Example {n}", { n: first + index + 1 });
        return html`<button
          type="button"
          aria-current=${example === this.picked ? "true" : nothing}
          aria-label=${say("Try {name}", { name })}
          @click=${() => this.#pick(example)}
        >
          ${this.#cell(natural(example.inputs[column!.name]), column!)} ${example.label || nothing}
        </button>`;
      })}
    </div>`;
  }

  #cell(value: Input | Output, { schema }: Component) {
    if (value instanceof Media) {
      return value.mediaType.startsWith("image/")
        ? html`<img src=${this.addressOf(value)} alt="" loading="lazy" />`
        : value.filename || value.mediaType;
    }
    return value === undefined ? html`<span class="quiet">${say("default")}</span>` : words(value, schema);
  }

  #pick(example: Example): void {
    this.picked = example;
    const entries = Object.entries(example.inputs).map(([name, value]) => [name, natural(value)] as const);
    const inputs: Values = Object.fromEntries(entries);
    this.dispatchEvent(new CustomEvent("rf-example", { detail: { inputs, isCached: example.cached } }));
  }
}

const LONGEST = 200;

/** A value in one line; what is cut off would not be seen. */
function words(value: Input | Output, schema: Schema | undefined): string {
  if (value instanceof Tensor) {
    return `${value.type} [${value.shape.join(", ")}]`;
  }
  const item = schema?.shape.case === "listShape" ? schema.shape.value.item : undefined;
  const text = Array.isArray(value) && item ? value.map((one) => words(one, item)).join(", ") : told(value, schema);
  return text.slice(0, LONGEST);
}

customElements.define("rf-examples", Examples);
