/** A component that a plugin draws; or its control, where the plugin fails. */

import { LitElement, css, html, nothing } from "lit";
import { adopt } from "../adopted.js";
import { around } from "../around.js";
import type { Draw, Model } from "../model.js";
import { controlOf } from "../registry.js";
import { base } from "../styles.js";
import { labelOf } from "../values.js";
import { say } from "../words.js";
import { Run } from "./run.js";

const LONGEST = 200;

/** Draws a component by its plugin's module. */
export const plugged: Draw = (model) => html`<rf-renderer .model=${model}></rf-renderer>`;

/**
 * Hosts a plugin, which ends with it. It has no shadow root, so that a control within is one of
 * the field's.
 */
export class Renderer extends LitElement {
  static override properties = {
    model: { attribute: false },
    problem: { state: true },
    invalidity: { state: true },
    control: { state: true },
  };

  declare model: Model;
  /** Why the plugin does not draw; undefined: it does. */
  declare problem: string | undefined;
  /** What the plugin says is wrong. */
  declare invalidity: string;
  /** What draws in its place, once that is loaded. */
  declare control: Draw | undefined;
  #run: Run | undefined;
  #failed: Model["component"] | undefined;

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.style.display = "block";
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
  }

  protected override willUpdate(): void {
    const { component } = this.model;
    if (this.#failed === component) {
      return;
    }
    if (this.#run?.component === component) {
      this.#run.take(this.model);
    } else if (this.isConnected) {
      this.#begin();
    }
  }

  override render() {
    const { model, problem, control, invalidity } = this;
    if (problem !== undefined) {
      return html`<rf-failure .text=${problem}></rf-failure>${control?.(model) ?? nothing}`;
    }
    return html`${this.#run?.place ?? nothing}
    ${invalidity ? html`<p class="fault" role="alert">${invalidity}</p>` : nothing}`;
  }

  #begin(): void {
    this.#end();
    const found = around(this);
    if (found === undefined) {
      void this.#fail(new Error("rf-renderer: wanted to be within an interface; it is in none"));
      return;
    }
    this.#run = new Run(this.model, found.client, {
      fail: (error) => void this.#fail(error),
      setValidity: (message) => (this.invalidity = String(message ?? "")),
    });
  }

  #end(): void {
    this.#run?.end();
    this.#run = undefined;
    this.#failed = undefined;
    this.problem = undefined;
    this.invalidity = "";
  }

  async #fail(error: unknown): Promise<void> {
    const { component, isOutput } = this.model;
    console.error(error);
    this.#failed = component;
    this.invalidity = "";
    this.problem = say("The plugin that draws {label} failed: {problem}", {
      label: labelOf(component),
      problem: told(error),
    });
    this.control = undefined;
    const control = await controlOf(component, isOutput);
    if (this.#failed === component) {
      adopt(this.getRootNode(), control);
      this.control = control;
    }
  }
}

function told(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split("\n", 1)[0]!.slice(0, LONGEST);
}

/** Says that a plugin does not draw. */
class Failure extends LitElement {
  static override properties = { text: { attribute: false } };

  declare text: string;

  static override styles = [
    base,
    css`
      p {
        margin: 0 0 0.5rem;
        padding: 0.5rem 0.75rem;
        border-inline-start: 3px solid var(--rf-warning);
        border-radius: calc(var(--rf-radius) - 4px);
        background: var(--rf-warning-soft);
        color: var(--rf-warning);
        font-size: var(--rf-small);
        overflow-wrap: anywhere;
      }
    `,
  ];

  override render() {
    return html`<p role="alert">${this.text}</p>`;
  }
}

customElements.define("rf-failure", Failure);
customElements.define("rf-renderer", Renderer);
