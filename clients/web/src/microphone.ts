/** Recording with a microphone. */

import { Tensor } from "@rpcface/client";
import { LitElement, css, html, nothing } from "lit";
import { waveFile } from "./sounds.js";
import { base, buttons } from "./styles.js";

/** Fires "rf-files" with what was recorded, as a WAV, which every server reads. */
export class Microphone extends LitElement {
  static override properties = { recorder: { state: true }, problem: { state: true } };

  declare recorder: MediaRecorder | undefined;
  declare problem: string;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        margin-block-start: 0.4rem;
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
    this.recorder?.stream.getTracks().forEach((track) => track.stop());
  }

  override render() {
    if (navigator.mediaDevices === undefined) {
      return nothing; // the browser has none on pages without TLS
    }
    return html`${this.recorder === undefined
      ? html`<button type="button" class="plain" @click=${() => this.#start()}>Record</button>`
      : html`<button type="button" class="primary" @click=${() => this.recorder?.stop()}>Stop recording</button>`}
    ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}`;
  }

  async #start(): Promise<void> {
    this.problem = "";
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const recorder = new MediaRecorder(stream);
      const pieces: Blob[] = [];
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      recorder.onstop = () => void this.#give(new Blob(pieces, { type: recorder.mimeType }), stream);
      recorder.start();
      this.recorder = recorder;
    } catch (error) {
      this.problem = `The microphone can't be used: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  async #give(recorded: Blob, stream: MediaStream): Promise<void> {
    stream.getTracks().forEach((track) => track.stop());
    this.recorder = undefined;
    const context = new AudioContext();
    const sound = await context.decodeAudioData(await recorded.arrayBuffer());
    await context.close();
    const tensor = new Tensor([sound.length], sound.getChannelData(0).slice());
    const file = new File([waveFile(sound.sampleRate, tensor)], "recording.wav", { type: "audio/wav" });
    this.dispatchEvent(new CustomEvent("rf-files", { detail: [file] }));
  }
}

customElements.define("rf-microphone", Microphone);
