/** The frame that shows HTML of a function: its scripts see neither the page nor the server. */

import { LitElement, css, html } from "lit";

/** Shows `text` as HTML, as high as that is, in the colours of the page. */
export class HtmlFrame extends LitElement {
  static override properties = { text: { attribute: false }, label: { attribute: false } };

  declare text: string;
  declare label: string;
  #isReady = false;

  static override styles = css`
    iframe {
      display: block;
      width: 100%;
      height: var(--rf-control);
      border: 0;
    }
  `;

  override connectedCallback(): void {
    super.connectedCallback();
    globalThis.addEventListener("message", this.#hear);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.removeEventListener("message", this.#hear);
    this.#isReady = false;
  }

  override render() {
    return html`<iframe
      src="frame.html"
      sandbox="allow-scripts"
      referrerpolicy="no-referrer"
      title=${this.label}
    ></iframe>`;
  }

  protected override updated(): void {
    this.#send();
  }

  get #frame(): HTMLIFrameElement | null {
    return this.renderRoot.querySelector("iframe");
  }

  readonly #hear = ({ source, data }: MessageEvent<{ isReady?: boolean; height?: number } | null>) => {
    const frame = this.#frame;
    if (frame === null || source !== frame.contentWindow || typeof data !== "object" || data === null) {
      return;
    }
    if (data.isReady === true) {
      this.#isReady = true;
      this.#send();
    }
    if (typeof data.height === "number" && data.height >= 0) {
      frame.style.height = `${Math.min(data.height, 20_000)}px`;
    }
  };

  #send(): void {
    if (!this.#isReady) {
      return;
    }
    const { color, fontFamily, fontSize, lineHeight } = getComputedStyle(this);
    const { colorScheme } = getComputedStyle(document.documentElement);
    const style = { color, fontFamily, fontSize, lineHeight, colorScheme };
    this.#frame?.contentWindow?.postMessage({ text: this.text, style }, "*"); // its origin is its own
  }
}

customElements.define("rf-html", HtmlFrame);
