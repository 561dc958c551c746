/** Taking a picture with a camera. */

import { LitElement, css, html, nothing } from "lit";
import { base, buttons } from "./styles.js";

/** Fires "rf-files" with the picture that was taken. */
export class Camera extends LitElement {
  static override properties = { stream: { state: true }, problem: { state: true } };

  declare stream: MediaStream | undefined;
  declare problem: string;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        margin-block-start: 0.4rem;
      }
      video {
        display: block;
        width: 100%;
        max-height: 24rem;
        border-radius: var(--rf-radius);
        background: #000;
      }
      .row {
        display: flex;
        gap: 0.5rem;
        margin-block-start: 0.5rem;
      }
      p {
        margin: 0.3rem 0 0;
        color: var(--rf-danger);
        font-size: var(--rf-small);
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  override render() {
    if (navigator.mediaDevices === undefined) {
      return nothing; // the browser has none on pages without TLS
    }
    if (this.stream === undefined) {
      return html`<button type="button" class="plain" @click=${() => this.#start()}>Use the camera</button>
        ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}`;
    }
    return html`<video autoplay muted playsinline .srcObject=${this.stream} aria-label="What the camera sees"></video>
      <div class="row">
        <button type="button" class="primary" @click=${() => this.#take()}>Take the picture</button>
        <button type="button" @click=${() => this.#stop()}>Cancel</button>
      </div>`;
  }

  async #start(): Promise<void> {
    this.problem = "";
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: true });
    } catch (error) {
      this.problem = `The camera can't be used: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  async #take(): Promise<void> {
    const video = this.renderRoot.querySelector("video");
    if (video === null || video.videoWidth === 0) {
      return;
    }
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    canvas.getContext("2d")?.drawImage(video, 0, 0);
    const blob = await canvas.convertToBlob({ type: "image/png" });
    this.#stop();
    const file = new File([blob], "camera.png", { type: "image/png" });
    this.dispatchEvent(new CustomEvent("rf-files", { detail: [file] }));
  }

  #stop(): void {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = undefined;
  }
}

customElements.define("rf-camera", Camera);
