/** Pictures of a camera: one, or one after the other. */

import { LitElement, css, html, nothing } from "lit";
import { around } from "./around.js";
import { stop, whyNot } from "./devices.js";
import { base, buttons } from "./styles.js";
import { tool, tools } from "./tools.js";
import { say } from "./words.js";

const FRAME_MS = 80;
const QUALITY = 0.9;

/**
 * Fires "rf-files" with the picture that is taken; live, with one after the other.
 * While the camera is on, it stands in place of what is in this. It is let go of when
 * it is done, and when the page is hidden or left.
 */
export class Camera extends LitElement {
  static override properties = {
    isStreaming: { attribute: false },
    stream: { state: true },
    cameras: { state: true },
    problem: { state: true },
  };

  /** Whether the function wants one picture after the other, where its interface is live. */
  declare isStreaming: boolean;
  declare stream: MediaStream | undefined;
  /** The ids of the cameras there are. */
  declare cameras: readonly string[];
  declare problem: string;
  #isWanted = false;

  constructor() {
    super();
    this.cameras = [];
    this.problem = "";
  }

  static override styles = [
    base,
    buttons,
    tools,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.4rem;
      }
      .screen {
        position: relative;
      }
      video {
        display: block;
        width: 100%;
        max-height: 26rem;
        border-radius: var(--rf-radius);
        background: #000;
      }
      .mirrored {
        scale: -1 1;
      }
      .live {
        position: absolute;
        inset-block-start: 0.6rem;
        inset-inline-start: 0.6rem;
        padding: 0.05rem 0.5rem;
        border-radius: 1rem;
        background: #b42318;
        color: #fff;
        font-size: 0.75rem;
        font-weight: 600;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 0.5rem;
      }
      .room {
        flex: 1;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#hide);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#hide);
    this.#stop();
  }

  protected override updated(): void {
    const video = this.renderRoot.querySelector("video");
    if (video !== null && video.srcObject !== this.stream) {
      video.srcObject = this.stream ?? null; // to set it again would begin anew
    }
  }

  override render() {
    this.toggleAttribute("running", this.stream !== undefined);
    if (this.stream !== undefined) {
      return this.#screen(this.stream);
    }
    return html`<slot></slot>
      ${this.problem ? html`<p class="told" role="alert">${this.problem}</p>` : nothing}`;
  }

  #screen(stream: MediaStream) {
    const { facingMode } = stream.getVideoTracks()[0]?.getSettings() ?? {};
    const isLive = this.#isLive;
    const isMirrored = facingMode !== "environment";
    return html`<div class="screen">
        <video
          class=${isMirrored ? "mirrored" : ""}
          autoplay
          muted
          playsinline
          aria-label=${say("What the camera sees")}
        ></video>
        ${isLive ? html`<span class="live">${say("Live")}</span>` : nothing}
      </div>
      <div class="row">
        ${isLive
          ? nothing
          : html`<button type="button" class="primary" @click=${() => void this.#take()}>${say("Take the picture")}</button>`}
        <button type="button" @click=${() => this.#stop()}>
          ${isLive ? say("Stop the camera") : say("Cancel")}
        </button>
        <span class="room"></span>
        ${this.cameras.length > 1 ? tool("turn", say("Use another camera"), () => void this.#turn()) : nothing}
      </div>`;
  }

  get #isLive(): boolean {
    return this.isStreaming && around(this)?.described.live === true;
  }

  /** Asks for a camera, and shows what it sees. */
  async start(deviceId?: string): Promise<void> {
    this.#stop();
    this.problem = "";
    this.#isWanted = true;
    try {
      const size = this.#isLive ? {} : { width: { ideal: 1920 }, height: { ideal: 1080 } };
      const video = { ...size, ...(deviceId !== undefined && { deviceId: { exact: deviceId } }) };
      const stream = await navigator.mediaDevices.getUserMedia({ video });
      if (!this.#isWanted) {
        stop(stream); // the person has left while the browser asked
        return;
      }
      this.stream = stream;
      stream.getVideoTracks()[0]?.addEventListener("ended", () => this.stream === stream && this.#stop());
      const devices = await navigator.mediaDevices.enumerateDevices();
      this.cameras = devices.filter(({ kind }) => kind === "videoinput").map((device) => device.deviceId);
      if (this.#isLive) {
        await this.#follow(stream);
      }
    } catch (error) {
      this.problem = whyNot(error, "camera");
    }
  }

  async #turn(): Promise<void> {
    const now = this.stream?.getVideoTracks()[0]?.getSettings().deviceId ?? "";
    await this.start(this.cameras[(this.cameras.indexOf(now) + 1) % this.cameras.length]);
  }

  async #take(): Promise<void> {
    const picture = await this.#picture("image/png", "camera.png");
    if (picture !== undefined) {
      this.#stop();
      this.#give(picture);
    }
  }

  /** Gives a picture after the other; of those that the server can't follow, the latest counts. */
  async #follow(stream: MediaStream): Promise<void> {
    await this.updateComplete;
    while (this.stream === stream) {
      const began = performance.now();
      const picture = await this.#picture("image/jpeg", "camera.jpg");
      if (this.stream === stream && picture !== undefined) {
        this.#give(picture);
      }
      const left = FRAME_MS - (performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }

  /** What the camera sees, as it is: not mirrored. */
  async #picture(type: string, name: string): Promise<File | undefined> {
    const video = this.renderRoot.querySelector("video");
    if (video === null || video.videoWidth === 0) {
      return undefined;
    }
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    canvas.getContext("2d", { alpha: false })?.drawImage(video, 0, 0);
    return new File([await canvas.convertToBlob({ type, quality: QUALITY })], name, { type });
  }

  #give(file: File): void {
    this.dispatchEvent(new CustomEvent("rf-files", { detail: [file] }));
  }

  readonly #hide = () => {
    if (document.hidden) {
      this.#stop();
    }
  };

  #stop(): void {
    this.#isWanted = false;
    stop(this.stream);
    this.stream = undefined;
  }
}

customElements.define("rf-camera", Camera);
