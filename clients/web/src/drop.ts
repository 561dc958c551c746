/** Where files are chosen, dropped and pasted. */

import { LitElement, type PropertyValues, css, html, nothing } from "lit";
import { admitted, isWanted } from "./admission.js";
import { around } from "./around.js";
import { acceptOf, type Taking } from "./taking.js";
import { base } from "./styles.js";
import { say } from "./words.js";

/** The places there are: what is dropped or pasted elsewhere goes to the only one that wants it. */
const places = new Set<Drop>();

/**
 * Fires "rf-files" with the files that it takes. What it holds already stands in it, and can be
 * dropped and pasted upon.
 */
export class Drop extends LitElement {
  static override properties = {
    taking: { attribute: false },
    count: { attribute: false },
    label: { attribute: false },
    hint: { attribute: false },
    describedBy: { attribute: false },
    isInvalid: { attribute: false },
    depth: { state: true },
    problems: { state: true },
  };

  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  declare taking: Taking;
  /** How many files there are already. */
  declare count: number;
  /** What the field is called. */
  declare label: string;
  declare hint: string;
  declare describedBy: string;
  declare isInvalid: boolean;
  /** How many elements a file that is dragged is over, one within the other. */
  declare depth: number;
  declare problems: readonly string[];
  /** Whether the problems are those of files that came with others which make another count now. */
  #isTold = false;

  constructor() {
    super();
    this.depth = 0;
    this.problems = [];
  }

  static override styles = [
    base,
    css`
      :host,
      .place {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      .place {
        position: relative;
        gap: 0.5rem;
        border-radius: var(--rf-radius);
      }
      label {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 0.1rem;
        min-height: 6.5rem;
        padding: 1rem;
        border: 1px dashed var(--rf-line-strong);
        border-radius: var(--rf-radius);
        background: var(--rf-sunken);
        color: var(--rf-quiet);
        text-align: center;
        cursor: pointer;
      }
      label.more {
        min-height: 3.5rem;
        padding: 0.5rem;
      }
      label[hidden] {
        display: none;
      }
      label:hover {
        border-color: var(--rf-accent);
      }
      label[data-invalid] {
        border-color: var(--rf-danger);
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
      .told {
        margin: 0.3rem 0 0;
        color: var(--rf-danger);
        font-size: var(--rf-small);
      }
      .veil {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        border: 2px solid var(--rf-accent);
        border-radius: var(--rf-radius);
        background: color-mix(in srgb, var(--rf-accent-soft) 90%, transparent);
        color: var(--rf-accent-strong);
        font-weight: 550;
        pointer-events: none;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    if (places.size === 0) {
      listen("addEventListener");
    }
    places.add(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    places.delete(this);
    if (places.size === 0) {
      listen("removeEventListener");
    }
  }

  /** Opens the browser's dialog. */
  choose(): void {
    this.renderRoot.querySelector("input")?.click();
  }

  override render() {
    const isSingle = this.taking.maxFiles === 1;
    return html`<div
        class="place"
        @dragenter=${(event: DragEvent) => (this.depth += hasFiles(event) ? 1 : 0)}
        @dragleave=${(event: DragEvent) => (this.depth -= hasFiles(event) ? 1 : 0)}
        @drop=${(event: DragEvent) => {
          this.depth = 0;
          this.#hear(event, event.dataTransfer);
        }}
        @paste=${(event: ClipboardEvent) => this.#hear(event, event.clipboardData)}
      >
        <slot></slot>
        ${this.#chooser(isSingle)}
        ${this.depth > 0
          ? html`<div class="veil">${say("Drop it here")}</div>`
          : nothing}
      </div>
      ${this.problems.map((text) => html`<p class="told" role="alert">${text}</p>`)}`;
  }

  protected override updated(changed: PropertyValues): void {
    const input = this.renderRoot.querySelector("input");
    const root = this.getRootNode();
    if (changed.has("describedBy") && input && "ariaDescribedByElements" in input && root instanceof ShadowRoot) {
      const found = this.describedBy.split(" ").map((id) => id && root.getElementById(id));
      input.ariaDescribedByElements = found.filter((element) => element instanceof Element);
    }
    if (changed.has("count")) {
      this.problems = this.#isTold ? this.problems : [];
      this.#isTold = false;
    }
  }

  #chooser(isSingle: boolean) {
    const hint = this.hint ?? (isSingle ? say("Choose a file") : say("Choose files"));
    return html`<label
      class=${this.count > 0 ? "more" : ""}
      ?data-invalid=${this.isInvalid}
      ?hidden=${this.count >= this.taking.maxFiles}
    >
      <strong>${hint}</strong>
      <small>${say("or drop or paste here")}</small>
      <input
        class="visually-hidden"
        type="file"
        aria-label="${this.label}: ${hint}"
        aria-invalid=${this.isInvalid ? "true" : nothing}
        accept=${acceptOf(this.taking)}
        ?multiple=${!isSingle}
        @change=${(event: Event) => {
          const field = event.target as HTMLInputElement;
          this.give([...(field.files ?? [])]);
          field.value = "";
        }}
      />
    </label>`;
  }

  #hear(event: Event, given: DataTransfer | null): void {
    const files = [...(given?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      event.stopPropagation();
      this.give(files);
    }
  }

  /** Takes those files that it wants, and says why it does not take the others. */
  give(given: readonly File[]): void {
    const { files, problems } = admitted(given, this.taking, this.count, around(this)?.client.description);
    this.problems = problems;
    if (files.length > 0) {
      this.#isTold = problems.length > 0;
      this.dispatchEvent(new CustomEvent("rf-files", { detail: files }));
    }
  }
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** A file that is dropped beside a place would be opened by the browser, and the page be gone. */
function hover(event: DragEvent): void {
  if (hasFiles(event)) {
    event.preventDefault();
  }
}

function dropElsewhere(event: DragEvent): void {
  if (hasFiles(event)) {
    event.preventDefault();
    giveOnly([...(event.dataTransfer?.files ?? [])]);
  }
}

function pasteElsewhere(event: ClipboardEvent): void {
  const [target] = event.composedPath();
  const isText = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea"));
  if (!event.defaultPrevented && !isText) {
    giveOnly([...(event.clipboardData?.files ?? [])]);
  }
}

function giveOnly(files: readonly File[]): void {
  if (files.length > 0) {
    const [only, ...others] = [...places].filter(({ taking }) => files.every((file) => isWanted(file, taking)));
    if (only !== undefined && others.length === 0) {
      only.give(files);
    }
  }
}

function listen(how: "addEventListener" | "removeEventListener"): void {
  document[how]("dragover", hover as EventListener);
  document[how]("drop", dropElsewhere as EventListener);
  document[how]("paste", pasteElsewhere as EventListener);
}

customElements.define("rf-drop", Drop);
