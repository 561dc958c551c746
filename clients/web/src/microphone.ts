/** Recording with a microphone. */

import { Tensor } from "@rpcface/client";
import { LitElement, css, html, nothing } from "lit";
import { hasDevices, stop, whyNot } from "./devices.js";
import { icons } from "./icons.js";
import { waveFile } from "./sounds.js";
import { base, buttons } from "./styles.js";
import { tools } from "./tools.js";
import { say } from "./words.js";

const LOOK_MS = 50;

/** What records, and how loud it is. */
interface Recording {
  readonly recorder: MediaRecorder;
  readonly context: AudioContext;
  readonly timer: ReturnType<typeof setInterval>;
}

/**
 * Fires "rf-files" with what was recorded, as a WAV, which every server reads. While it records, it
 * stands in place of what is in this. The recording ends when the page is hidden, and is kept.
 */
export class Microphone extends LitElement {
  static override properties = {
    isOffered: { attribute: false },
    recording: { state: true },
    level: { state: true },
    seconds: { state: true },
    problem: { state: true },
  };

  declare isOffered: boolean;
  declare recording: Recording | undefined;
  /** How loud it is, from 0 to 1. */
  declare level: number;
  declare seconds: number;
  declare problem: string;
  #isWanted = false;

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
      .offer {
        display: inline-flex;
        align-items: center;
        gap: 0.4rem;
        justify-self: start;
      }
      .recording {
        display: grid;
        grid-template-columns: auto minmax(3rem, 1fr) auto auto;
        align-items: center;
        gap: 0.75rem;
        padding: 0.75rem 0.9rem;
        border: 1px solid var(--rf-line);
        border-radius: var(--rf-radius);
        background: var(--rf-sunken);
        font-variant-numeric: tabular-nums;
      }
      .time::before {
        display: inline-block;
        width: 0.6rem;
        height: 0.6rem;
        margin-inline-end: 0.5rem;
        border-radius: 50%;
        background: var(--rf-danger);
        content: "";
      }
      meter {
        width: 100%;
        height: 0.5rem;
      }
      meter::-webkit-meter-bar {
        height: 0.4rem;
        border: 0;
        border-radius: 1rem;
        background: var(--rf-line);
      }
      meter::-webkit-meter-optimum-value {
        border-radius: 1rem;
        background: var(--rf-accent);
      }
      @media (max-width: 30rem) {
        .recording {
          grid-template-columns: auto 1fr;
        }
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
    this.#letGo();
  }

  override render() {
    const { recording, level, seconds, problem } = this;
    if (recording !== undefined) {
      const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      return html`<div class="recording">
        <span class="time" role="timer" aria-label=${say("Recorded so far")}>${time}</span>
        <meter aria-label=${say("How loud it is")} .value=${level}></meter>
        <button type="button" class="primary" @click=${() => recording.recorder.stop()}>${say("Stop recording")}</button>
        <button type="button" class="plain" @click=${() => this.#letGo()}>${say("Cancel")}</button>
      </div>`;
    }
    return html`<slot></slot>
      ${this.isOffered && hasDevices
        ? html`<button type="button" class="plain offer" @click=${() => void this.#start()}>
            ${icons.microphone} ${say("Record")}
          </button>`
        : nothing}
      ${problem ? html`<p class="told" role="alert">${problem}</p>` : nothing}`;
  }

  async #start(): Promise<void> {
    this.problem = "";
    this.#isWanted = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (!this.#isWanted) {
        stop(stream); // the person has left while the browser asked
        return;
      }
      this.#record(stream);
    } catch (error) {
      this.problem = whyNot(error, "microphone");
    }
  }

  #record(stream: MediaStream): void {
    const recorder = new MediaRecorder(stream);
    const pieces: Blob[] = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const since = performance.now();
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.level = Math.min(Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length) * 3, 1);
      this.seconds = Math.floor((performance.now() - since) / 1000);
    }, LOOK_MS);
    this.level = this.seconds = 0;
    const recording = { recorder, context, timer };
    recorder.onstop = () => {
      const isKept = this.recording === recording;
      this.#letGo();
      if (isKept) {
        void this.#give(new Blob(pieces, { type: recorder.mimeType }));
      }
    };
    recorder.start();
    this.recording = recording;
  }

  /** Ends what records; it is dropped, unless it has been stopped before. */
  #letGo(): void {
    this.#isWanted = false;
    const { recording } = this;
    this.recording = undefined;
    if (recording !== undefined) {
      clearInterval(recording.timer);
      stop(recording.recorder.stream);
      void recording.context.close();
    }
  }

  async #give(recorded: Blob): Promise<void> {
    try {
      const context = new OfflineAudioContext(1, 1, 48_000);
      const sound = await context.decodeAudioData(await recorded.arrayBuffer());
      const tensor = new Tensor([sound.length], sound.getChannelData(0).slice());
      const file = new File([waveFile(sound.sampleRate, tensor)], "recording.wav", { type: "audio/wav" });
      this.dispatchEvent(new CustomEvent("rf-files", { detail: [file] }));
    } catch {
      this.problem = say("Nothing was recorded.");
    }
  }

  readonly #hide = () => {
    if (document.hidden && this.recording?.recorder.state === "recording") {
      this.recording.recorder.stop();
    }
  };
}

customElements.define("rf-microphone", Microphone);
