/** Where a person says who calls: the token that the server asks for. */

import { LitElement, css, html, nothing } from "lit";
import { base, buttons, fields } from "./styles.js";
import { say } from "./words.js";

/** Fires "rf-token" with the token that was entered. */
export class TokenForm extends LitElement {
  static override properties = { isRefused: { attribute: false } };

  /** Whether the token before was not a valid one. */
  declare isRefused: boolean;

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        place-items: center;
        min-height: min(70dvh, 40rem);
      }
      form {
        display: grid;
        gap: 0.75rem;
        width: min(100%, 24rem);
        padding: 1.5rem;
        border: 1px solid var(--rf-line);
        border-radius: calc(var(--rf-radius) + 4px);
        background: var(--rf-panel);
        box-shadow: var(--rf-shadow);
      }
      h1 {
        margin: 0;
        font-size: 1.2rem;
        font-weight: 650;
        line-height: 1.3;
      }
      p {
        margin: 0;
        color: var(--rf-quiet);
        font-size: var(--rf-small);
      }
      #fault {
        color: var(--rf-danger);
      }
      label {
        font-size: var(--rf-small);
        font-weight: 550;
      }
    `,
  ];

  override render() {
    return html`<form @submit=${this.#submit}>
      <h1>${say("This server asks who calls")}</h1>
      <p id="help">${say("Whoever runs it gives out tokens. This tab keeps yours until it is closed.")}</p>
      <label for="token">${say("Token")}</label>
      <input
        id="token"
        type="password"
        name="token"
        autocomplete="off"
        spellcheck="false"
        required
        aria-describedby=${this.isRefused ? "fault help" : "help"}
        aria-invalid=${this.isRefused ? "true" : "false"}
      />
      ${this.isRefused
        ? html`<p id="fault" role="alert">${say("The server does not know this token.")}</p>`
        : nothing}
      <button type="submit" class="primary">${say("Go on")}</button>
    </form>`;
  }

  protected override firstUpdated(): void {
    this.#input.focus({ preventScroll: true });
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector("input")!;
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const token = this.#input.value.trim().replace(/^Bearer\s+/i, "");
    if (token) {
      this.dispatchEvent(new CustomEvent("rf-token", { detail: token }));
    }
  };
}

customElements.define("rf-token", TokenForm);
