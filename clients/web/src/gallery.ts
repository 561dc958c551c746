/** A grid of pictures with captions. */

import type { Input, Output } from "@rpcface/client";
import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { isPicture } from "./contents.js";
import type { AddressOf } from "./model.js";
import "./picture.js";
import { save } from "./save.js";
import { base, fields } from "./styles.js";
import { tool, tools } from "./tools.js";
import type { Viewed } from "./viewer.js";
import { say } from "./words.js";

/** A picture of a gallery. */
export interface Entry {
  readonly image: Input | Output;
  readonly caption?: string | null;
}

/** Shows pictures; it fires "rf-entries" with those there shall be where they can be changed. */
export class Gallery extends LitElement {
  static override properties = {
    entries: { attribute: false },
    isOutput: { attribute: false },
    name: { attribute: false },
    addressOf: { attribute: false },
    look: { attribute: false },
  };

  declare entries: readonly Entry[];
  declare isOutput: boolean;
  /** What they are saved as where they have no names, with their number. */
  declare name: string;
  declare addressOf: AddressOf;
  /** What the author asks for; 0 and "": what is usual. */
  declare look: { readonly columns: number; readonly height: number; readonly fit: string };

  static override styles = [
    base,
    fields,
    tools,
    css`
      :host {
        display: block;
        overflow: auto;
        --rf-picture-ratio: 1;
      }
      .grid {
        display: grid;
        grid-template-columns: repeat(var(--columns, auto-fill), minmax(min(8rem, 100%), 1fr));
        gap: 0.75rem 0.6rem;
      }
      :host([columned]) .grid {
        grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
      }
      figure {
        min-width: 0;
        margin: 0;
      }
      figcaption {
        display: flex;
        align-items: center;
        min-height: 1.875rem;
        margin-block-start: 0.15rem;
        font-size: var(--rf-small);
      }
      figcaption span {
        flex: 1;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      input.caption.caption {
        min-height: 1.875rem;
        padding: 0.1rem 0.4rem;
        border-color: transparent;
        background: none;
        font-size: var(--rf-small);
      }
      input.caption.caption:is(:hover, :focus) {
        border-color: var(--rf-line-strong);
      }
    `,
  ];

  override render() {
    const { columns, height, fit } = this.look;
    this.toggleAttribute("columned", columns > 0);
    this.style.setProperty("--columns", columns > 0 ? String(columns) : "");
    this.style.setProperty("--rf-picture-fit", fit);
    this.style.maxHeight = height > 0 ? `${height}px` : "";
    const viewed = this.entries.map(({ image, caption }, at): Viewed | undefined =>
      isPicture(image)
        ? {
            value: image,
            label: caption || say("Picture {n}", { n: at + 1 }),
            name: this.isOutput ? `${this.name}-${at + 1}` : "",
          }
        : undefined,
    );
    const all = viewed.filter((one) => one !== undefined);
    return html`<div class="grid">
      ${repeat(
        this.entries,
        ({ image }) => image,
        (entry, at) => this.#figure(entry, at, viewed[at], all),
      )}
    </div>`;
  }

  #figure(entry: Entry, at: number, viewed: Viewed | undefined, all: readonly Viewed[]) {
    if (viewed === undefined) {
      return nothing;
    }
    return html`<figure>
      <rf-picture
        .value=${viewed.value}
        .addressOf=${this.addressOf}
        .label=${viewed.label}
        .name=${viewed.name}
        .others=${all}
        .compact=${true}
      ></rf-picture>
      <figcaption>
        ${this.isOutput
          ? html`<span title=${entry.caption ?? ""}>${entry.caption ?? ""}</span>
              ${tool("download", say("Download {name}", { name: viewed.label }), () => void save(viewed.value, viewed.name, this.addressOf))}`
          : html`<input
                class="caption"
                aria-label=${say("Caption of picture {n}", { n: at + 1 })}
                placeholder=${say("Caption")}
                .value=${entry.caption ?? ""}
                @change=${(event: Event) => this.#caption(at, (event.target as HTMLInputElement).value)}
              />
              ${tool("remove", say("Remove picture {n}", { n: at + 1 }), () => this.#tell(this.entries.toSpliced(at, 1)))}`}
      </figcaption>
    </figure>`;
  }

  #caption(at: number, text: string): void {
    this.#tell(this.entries.with(at, { ...this.entries[at]!, caption: text || null }));
  }

  #tell(detail: readonly Entry[]): void {
    this.dispatchEvent(new CustomEvent("rf-entries", { detail }));
  }
}

customElements.define("rf-gallery", Gallery);
