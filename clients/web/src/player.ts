/** A sound or a video, played. */

import { LitElement, type PropertyValues, css, html, nothing } from "lit";
import type { Content } from "./contents.js";
import { nameOf, typeOf } from "./media_names.js";
import type { AddressOf } from "./model.js";
import { type Address, addressOfContent } from "./pictures.js";
import { base } from "./styles.js";
import { tools } from "./tools.js";
import { say } from "./words.js";

/** Plays content by the browser's own player; what the server holds comes in parts, as it is wanted. */
export class Player extends LitElement {
  static override properties = {
    value: { attribute: false },
    isVideo: { attribute: false },
    label: { attribute: false },
    addressOf: { attribute: false },
    address: { state: true },
    problem: { state: true },
  };

  declare value: Content;
  declare isVideo: boolean;
  declare label: string;
  declare addressOf: AddressOf;
  declare address: Address | undefined;
  /** Whether this browser can't play it. */
  declare problem: boolean;

  static override styles = [
    base,
    tools,
    css`
      :host {
        display: block;
      }
      :is(audio, video) {
        display: block;
        width: 100%;
      }
      video {
        max-height: 28rem;
        border-radius: var(--rf-radius);
        background: #000;
      }
      p {
        margin: 0;
        padding: 0.6rem 0.8rem;
        border: 1px solid var(--rf-line);
        border-radius: var(--rf-radius);
        background: var(--rf-sunken);
        color: var(--rf-quiet);
        font-size: var(--rf-small);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) {
      this.requestUpdate("value");
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.address?.release();
    this.address = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("value")) {
      void this.#find();
    }
  }

  async #find(): Promise<void> {
    const { value } = this;
    const found = await addressOfContent(value, this.addressOf).catch(() => undefined);
    if (value !== this.value || !this.isConnected) {
      found?.release();
      return;
    }
    this.address?.release();
    this.address = found;
    this.problem = found === undefined;
  }

  override render() {
    const { value, label, isVideo, problem } = this;
    const url = this.address?.url ?? nothing;
    if (problem) {
      const type = typeOf(value) || nameOf(value);
      return html`<p>${say("This browser can't play {type}", { type })}</p>`;
    }
    const fail = () => (this.problem = true);
    return isVideo
      ? html`<video controls playsinline preload="metadata" src=${url} aria-label=${label} @error=${fail}></video>`
      : html`<audio controls preload="metadata" src=${url} aria-label=${label} @error=${fail}></audio>`;
  }
}

customElements.define("rf-player", Player);
