/** Where files are dropped, pasted, or chosen. */

import { LitElement, css, html } from "lit";
import { base } from "./styles.js";

/** Fires "rf-files" with what came. */
export class Drop extends LitElement {
  static override properties = {
    accept: { attribute: false },
    multiple: { attribute: false },
    describedBy: { attribute: false },
    hint: { attribute: false },
    isOver: { state: true },
  };

  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  declare accept: string;
  declare multiple: boolean;
  declare describedBy: string;
  declare hint: string;
  declare isOver: boolean;

  static override styles = [
    base,
    css`
      label {
        display: grid;
        place-items: center;
        gap: 0.15rem;
        min-height: 6rem;
        padding: 1rem;
        border: 1.5px dashed var(--rf-line-strong);
        border-radius: var(--rf-radius);
        background: var(--rf-sunken);
        color: var(--rf-quiet);
        text-align: center;
        cursor: pointer;
      }
      label:hover,
      .over {
        border-color: var(--rf-accent);
        background: var(--rf-accent-soft);
        color: var(--rf-ink);
      }
      label:focus-within {
        outline: 2px solid var(--rf-accent);
        outline-offset: 2px;
      }
      strong {
        color: var(--rf-ink);
        font-weight: 550;
      }
      small {
        font-size: var(--rf-small);
      }
    `,
  ];

  override render() {
    return html`<label
      class=${this.isOver ? "over" : ""}
      @dragover=${(event: DragEvent) => {
        event.preventDefault();
        this.isOver = true;
      }}
      @dragleave=${() => (this.isOver = false)}
      @drop=${(event: DragEvent) => {
        event.preventDefault();
        this.isOver = false;
        this.#give(event.dataTransfer?.files);
      }}
      @paste=${(event: ClipboardEvent) => this.#give(event.clipboardData?.files)}
    >
      <strong>${this.hint ?? (this.multiple ? "Choose files" : "Choose a file")}</strong>
      <small>or drop or paste ${this.multiple ? "them" : "it"} here</small>
      <input
        class="visually-hidden"
        type="file"
        accept=${this.accept ?? ""}
        ?multiple=${this.multiple}
        @change=${(event: Event) => {
          const field = event.target as HTMLInputElement;
          this.#give(field.files);
          field.value = "";
        }}
      />
    </label>`;
  }

  #give(files: FileList | null | undefined): void {
    if (files && files.length > 0) {
      this.dispatchEvent(new CustomEvent("rf-files", { detail: [...files] }));
    }
  }
}

customElements.define("rf-drop", Drop);
