/** How programs call an interface, with the values that the form holds. */

import type { Interface, Reach } from "@rpcface/client/protos";
import { LitElement, html, nothing } from "lit";
import { code } from "./code_styles.js";
import { copy } from "./copying.js";
import { highlighted } from "./highlight.js";
import { type Call, LANGUAGES, type Language, addressesOf, callOf } from "./snippets/call.js";
import { notesOf } from "./snippets/notes.js";
import { canReach, snippet } from "./snippets/snippets.js";
import { base, buttons } from "./styles.js";
import type { Values } from "./values.js";
import { say } from "./words.js";

const NAMES: Readonly<Partial<Record<Language, string>>> = {
  python: "Python",
  typescript: "TypeScript",
  curl: "curl",
};

const NEEDS: Readonly<Partial<Record<Language, string>>> = {
  python: "pip install rpcface",
  typescript: "npm install @rpcface/client",
  shell: "pip install rpcface",
};

const REMEMBERED = "rpcface.language";
const COPIED_MS = 2000;

/** Code in a tab for each language. */
export class CodePanel extends LitElement {
  static override properties = {
    base: { attribute: false },
    described: { attribute: false },
    inputs: { attribute: false },
    reach: { attribute: false },
    language: { state: true },
    copied: { state: true },
  };

  /** Where the server's web port is. */
  declare base: string;
  declare described: Interface;
  declare inputs: Values;
  declare reach: Reach | undefined;
  declare language: Language;
  /** What the button says instead of "Copy". */
  declare copied: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [base, buttons, code];

  constructor() {
    super();
    this.language = remembered();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render() {
    const { call, replaced } = callOf(this.described, this.inputs, addressesOf(this.base, this.reach));
    const languages = LANGUAGES.filter((one) => canReach(one, call));
    const shown = languages.includes(this.language) ? this.language : languages[0]!;
    const needs = NEEDS[shown];
    return html`<section class="panel" aria-label=${say("Call it from code")}>
      <div class="head">
        <div role="tablist" aria-label=${say("Language")} @keydown=${(event: KeyboardEvent) => this.#move(event, languages, shown)}>
          ${languages.map((one) => this.#tab(one, one === shown))}
        </div>
        <button type="button" class="plain" @click=${() => this.#copy(snippet(shown, call))}>
          ${this.copied ?? say("Copy")}
        </button>
        <span class="visually-hidden" role="status">${this.copied ?? ""}</span>
      </div>
      <div role="tabpanel" id="code" aria-labelledby=${shown}>
        <pre tabindex="0"><code>${highlighted(snippet(shown, call).trimEnd(), shown)}</code></pre>
        ${this.#notes(call, replaced)} ${needs ? html`<p>${say("It needs:")} <code>${needs}</code></p>` : nothing}
      </div>
    </section>`;
  }

  #tab(language: Language, isShown: boolean) {
    return html`<button
      type="button"
      class="plain"
      role="tab"
      id=${language}
      aria-controls="code"
      aria-selected=${isShown}
      tabindex=${isShown ? 0 : -1}
      @click=${() => this.#choose(language)}
    >
      ${NAMES[language] ?? say("Command line")}
    </button>`;
  }

  #notes(call: Call, replaced: readonly string[]) {
    return notesOf(call, replaced).map((note) => html`<p>${note}</p>`);
  }

  #move(event: KeyboardEvent, languages: readonly Language[], shown: Language): void {
    const at = languages.indexOf(shown);
    const last = languages.length - 1;
    const places: Readonly<Record<string, number>> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const next = languages[places[event.key] ?? -1];
    if (next !== undefined) {
      event.preventDefault();
      this.#choose(next);
      this.renderRoot.querySelector<HTMLElement>(`#${next}`)?.focus();
    }
  }

  #choose(language: Language): void {
    this.language = language;
    this.copied = undefined;
    try {
      localStorage.setItem(REMEMBERED, language);
    } catch {
      // a browser that keeps nothing begins with the first one again
    }
  }

  async #copy(text: string): Promise<void> {
    this.copied = (await copy(text)) ? say("Copied") : say("The browser does not let this page copy.");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.copied = undefined), COPIED_MS);
  }
}

function remembered(): Language {
  try {
    const found = localStorage.getItem(REMEMBERED);
    return LANGUAGES.find((one) => one === found) ?? LANGUAGES[0];
  } catch {
    return LANGUAGES[0];
  }
}

customElements.define("rf-code", CodePanel);
