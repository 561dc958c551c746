/** A large file on its way to the server, from when it is chosen. */

import { LitElement, type PropertyValues, css, html, nothing } from "lit";
import { around } from "./around.js";
import { sized } from "./media_names.js";
import { base, buttons } from "./styles.js";
import { tools } from "./tools.js";
import { say } from "./words.js";

/**
 * Sends a file ahead of the calls that get it, and shows how far it is; it stops when it is taken
 * off the page. What goes along with a call is not shown. It fires "rf-remove" where it is cancelled.
 */
export class Uploading extends LitElement {
  static override properties = {
    file: { attribute: false },
    done: { state: true },
    problem: { state: true },
  };

  declare file: Blob;
  /** The bytes that have arrived; undefined: it is not under way. */
  declare done: number | undefined;
  declare problem: string;
  #abort: AbortController | undefined;
  #sent: Blob | undefined;

  static override styles = [
    base,
    buttons,
    tools,
    css`
      :host {
        display: block;
      }
      .bar {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        align-items: center;
        gap: 0.6rem;
        color: var(--rf-quiet);
        font-size: var(--rf-small);
        font-variant-numeric: tabular-nums;
      }
      progress {
        width: 100%;
        height: 0.375rem;
        border: 0;
        border-radius: 1rem;
        overflow: hidden;
        background: var(--rf-line);
        accent-color: var(--rf-accent);
      }
      progress::-webkit-progress-bar {
        background: var(--rf-line);
      }
      progress::-webkit-progress-value {
        background: var(--rf-accent);
      }
      .told {
        display: flex;
        align-items: center;
        gap: 0.4rem;
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#abort?.abort();
    this.#abort = this.#sent = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate("file"); // it may have been put elsewhere
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("file") && this.#sent !== this.file) {
      void this.#send();
    }
  }

  override render() {
    const { done, problem, file } = this;
    this.hidden = !problem && done === undefined;
    if (problem) {
      return html`<p class="told" role="alert">
        <span>${problem}</span>
        <button type="button" class="plain" @click=${() => void this.#send()}>${say("Try again")}</button>
      </p>`;
    }
    if (done === undefined) {
      return nothing;
    }
    const text = say("{done} of {total}", { done: sized(done), total: sized(file.size) });
    return html`<div class="bar">
      <progress aria-label=${say("Uploading")} max=${file.size} .value=${done}></progress>
      <span>${text}</span>
      <button type="button" class="plain" @click=${() => this.dispatchEvent(new CustomEvent("rf-remove"))}>
        ${say("Cancel")}
      </button>
    </div>`;
  }

  async #send(): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#sent = this.file;
    this.done = undefined;
    this.problem = "";
    const onProgress = (done: number) => {
      if (!abort.signal.aborted) {
        this.done = done;
      }
    };
    try {
      await around(this)?.client.prepare(this.file, { signal: abort.signal, onProgress });
    } catch (error) {
      if (!abort.signal.aborted) {
        const reason = error instanceof Error ? error.message : String(error);
        this.problem = say("It could not be uploaded: {reason}", { reason });
      }
    } finally {
      if (this.#abort === abort) {
        this.done = undefined;
      }
    }
  }
}

customElements.define("rf-uploading", Uploading);
