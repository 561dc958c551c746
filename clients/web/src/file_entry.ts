/** One file: its name, its length, and what can be done with it. */

import { LitElement, css, html, nothing } from "lit";
import { icons } from "./icons.js";
import type { Content } from "./contents.js";
import { fileName, isOpened, nameOf, sized, typeOf } from "./media_names.js";
import "./picture.js";
import "./player.js";
import type { AddressOf } from "./model.js";
import { open, save } from "./save.js";
import { base } from "./styles.js";
import { tool, tools } from "./tools.js";
import "./uploading.js";
import { say } from "./words.js";

/** A row for a file; it fires "rf-remove" where it can be removed. Sounds and videos of outputs play. */
export class FileEntry extends LitElement {
  static override properties = {
    value: { attribute: false },
    addressOf: { attribute: false },
    name: { attribute: false },
    isOutput: { attribute: false },
    isPlayed: { attribute: false },
  };

  declare value: Content;
  declare addressOf: AddressOf;
  /** What it is saved as, where it has no name of its own. */
  declare name: string;
  declare isOutput: boolean;
  /** Whether it is played beside this already. */
  declare isPlayed: boolean;

  static override styles = [
    base,
    tools,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.4rem;
        padding: 0.3rem 0.35rem 0.3rem 0.6rem;
        border: 1px solid var(--rf-line);
        border-radius: calc(var(--rf-radius) - 2px);
        background: var(--rf-panel);
      }
      .icon {
        display: grid;
        flex: none;
        place-items: center;
        width: 2rem;
        height: 2rem;
        margin-inline-end: 0.35rem;
      }
      rf-picture {
        flex: none;
        width: 2.5rem;
        height: 2rem;
        margin-inline-end: 0.35rem;
        --rf-radius: 0.35rem;
      }
    `,
  ];

  override render() {
    const { value, isOutput, addressOf } = this;
    const name = nameOf(value) || fileName(value, this.name);
    const [kind] = typeOf(value).split("/");
    const isSound = kind === "video" || kind === "audio";
    return html`${isOutput && isSound && !this.isPlayed
        ? html`<rf-player .value=${value} .isVideo=${kind === "video"} .label=${name} .addressOf=${addressOf}></rf-player>`
        : nothing}
      <div class="about">
        ${kind === "image" && isOpened(value)
          ? html`<rf-picture
              .value=${value}
              .addressOf=${addressOf}
              .label=${name}
              .name=${isOutput ? this.name : ""}
              .compact=${true}
            ></rf-picture>`
          : html`<span class="icon">${icons.file}</span>`}
        <span class="facts">
          <span class="named" title=${name}>${name}</span>
          ${value.size > 0 ? html`<span>${sized(value.size)}</span>` : nothing}
        </span>
        ${isOutput && isOpened(value) && !isSound
          ? tool("open", say("Open {name} in a new tab", { name }), () => void open(value, addressOf))
          : nothing}
        ${isOutput
          ? tool("download", say("Download {name}", { name }), () => void save(value, this.name, addressOf))
          : tool("remove", say("Remove {name}", { name }), this.#remove)}
      </div>
      ${!isOutput && value instanceof Blob
        ? html`<rf-uploading .file=${value} @rf-remove=${this.#remove}></rf-uploading>`
        : nothing}`;
  }

  readonly #remove = () => {
    this.dispatchEvent(new CustomEvent("rf-remove"));
  };
}

customElements.define("rf-file", FileEntry);
