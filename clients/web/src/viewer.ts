/** Pictures as large as the window, one after the other, near and far, and two upon each other. */

import type { Tensor } from "@rpcface/client";
import { LitElement, type PropertyValues, html, nothing } from "lit";
import type { Content } from "./contents.js";
import type { AddressOf } from "./model.js";
import { type Drawn, drawn } from "./pictures.js";
import { save } from "./save.js";
import { buttons, base } from "./styles.js";
import { Stage } from "./stage.js";
import { tool, tools } from "./tools.js";
import { look } from "./viewer_styles.js";
import { say } from "./words.js";

/** A picture to be looked at. */
export interface Viewed {
  readonly value: Content | Tensor;
  readonly label: string;
  /** What it is saved as where it has no name; "": it can't be saved. */
  readonly name: string;
}

/** What is looked at. */
interface View {
  readonly all: readonly Viewed[];
  readonly at: number;
  /** A picture that those can be compared with. */
  readonly beside: Viewed | undefined;
  readonly isCompared: boolean;
  readonly addressOf: AddressOf;
}

const STEP = 0.02;

/** Opens the pictures above the page, until Escape or Close. It fires "rf-close" then. */
export function view(view: View): Viewer {
  const viewer = document.createElement("rf-viewer") as Viewer;
  Object.assign(viewer, view);
  document.body.append(viewer);
  return viewer;
}

/** A window of its own for pictures. */
export class Viewer extends LitElement {
  static override properties = {
    all: { attribute: false },
    at: { attribute: false },
    beside: { attribute: false },
    isCompared: { attribute: false },
    zoom: { state: true },
    share: { state: true },
    problem: { state: true },
  };

  declare all: readonly Viewed[];
  declare at: number;
  declare beside: Viewed | undefined;
  declare isCompared: boolean;
  declare addressOf: AddressOf;
  /** Pixels of the screen for one of the picture. */
  declare zoom: number;
  /** How much of the width shows the other picture, from 0 to 1. */
  declare share: number;
  declare problem: boolean;
  #stage: Stage | undefined;
  #drawn = new Map<"shown" | "other", { of: Viewed["value"]; drawn: Drawn | undefined }>();

  constructor() {
    super();
    this.zoom = 1;
    this.share = 0.5;
  }

  static override styles = [base, buttons, tools, look];

  /** Shows what the pictures have become. */
  follow(all: readonly Viewed[], beside: Viewed | undefined): void {
    this.all = all;
    this.beside = beside;
    this.at = Math.min(this.at, all.length - 1);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drawn.forEach(({ drawn }) => drawn?.release());
    this.#drawn.clear();
  }

  get #shown(): Viewed {
    return this.all[this.at]!;
  }

  get #other(): Viewed | undefined {
    return this.isCompared ? this.beside : undefined;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("dialog")!.showModal();
    const room = this.renderRoot.querySelector<HTMLElement>(".room")!;
    this.#stage = new Stage(room, (zoom) => (this.zoom = zoom));
    room.focus();
  }

  protected override updated(changed: PropertyValues): void {
    void this.#draw("shown", this.#shown);
    void this.#draw("other", this.#other);
    if (changed.has("at")) {
      this.#stage?.fit();
    }
    this.renderRoot.querySelector<HTMLElement>(".held")?.style.setProperty("--share", `${this.share * 100}%`);
  }

  override render() {
    const { all, at, beside, isCompared, zoom, problem } = this;
    const { label, name, value } = this.#shown;
    return html`<dialog
      aria-label=${label}
      @close=${() => {
        this.dispatchEvent(new CustomEvent("rf-close"));
        this.remove();
      }}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
    >
      <div class="bar">
        <span class="title">${label}</span>
        ${all.length > 1
          ? html`<span class="group">
              ${tool("before", say("Previous picture"), () => this.#go(-1), at === 0)}
              <span class="count">${say("{n} of {total}", { n: at + 1, total: all.length })}</span>
              ${tool("after", say("Next picture"), () => this.#go(1), at === all.length - 1)}
            </span>`
          : nothing}
        <span class="group zoom">
          ${tool("farther", say("Zoom out"), () => this.#stage?.zoomBy(1 / 1.5))}
          <span class="count" role="status">${Math.round(zoom * 100)} %</span>
          ${tool("nearer", say("Zoom in"), () => this.#stage?.zoomBy(1.5))}
          <button type="button" class="plain" @click=${() => this.#stage?.fit()}>${say("Fit")}</button>
          <button type="button" class="plain" @click=${() => this.#stage?.zoomTo(1)}>100 %</button>
        </span>
        ${beside
          ? html`<button
              type="button"
              class="plain compare"
              aria-pressed=${isCompared}
              @click=${() => (this.isCompared = !isCompared)}
            >
              ${say("Compare")}
            </button>`
          : nothing}
        ${name
          ? tool("download", say("Download {name}", { name: label }), () => void save(value, name, this.addressOf))
          : nothing}
        ${tool("remove", say("Close"), () => this.renderRoot.querySelector("dialog")?.close())}
      </div>
      <div class="room" tabindex="0" role="group" aria-label=${say("Drag to move, turn the wheel to zoom")}>
        <div class="held" ?data-both=${isCompared && beside !== undefined}>
          <div class="shown"></div>
          <div class="other"></div>
          ${isCompared && beside ? this.#divider(beside) : nothing}
        </div>
        ${problem ? html`<p class="undrawn">${say("This browser can't show this picture")}</p>` : nothing}
      </div>
    </dialog>`;
  }

  #divider(beside: Viewed) {
    return html`<div class="tag start">${beside.label}</div>
      <div class="tag end">${this.#shown.label}</div>
      <div
        class="divider"
        role="slider"
        tabindex="0"
        aria-label=${say("How much of {name} is shown", { name: beside.label })}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(this.share * 100)}
        @pointerdown=${(event: PointerEvent) => {
          event.stopPropagation();
          (event.currentTarget as Element).setPointerCapture(event.pointerId);
        }}
        @pointermove=${(event: PointerEvent) => this.#slide(event)}
      ></div>`;
  }

  #slide(event: PointerEvent): void {
    const divider = event.currentTarget as HTMLElement;
    if (divider.hasPointerCapture(event.pointerId)) {
      event.stopPropagation();
      const { left, width } = divider.parentElement!.getBoundingClientRect();
      this.share = within(0, (event.clientX - left) / width, 1);
    }
  }

  #key(event: KeyboardEvent): void {
    const isDivider = (event.composedPath()[0] as Element | undefined)?.role === "slider";
    const keys: Record<string, () => void> = isDivider
      ? {
          ArrowLeft: () => (this.share = within(0, this.share - STEP, 1)),
          ArrowRight: () => (this.share = within(0, this.share + STEP, 1)),
          Home: () => (this.share = 0),
          End: () => (this.share = 1),
        }
      : {
          ArrowLeft: () => (this.all.length > 1 ? this.#go(-1) : this.#stage?.pan(60, 0)),
          ArrowRight: () => (this.all.length > 1 ? this.#go(1) : this.#stage?.pan(-60, 0)),
          ArrowUp: () => this.#stage?.pan(0, 60),
          ArrowDown: () => this.#stage?.pan(0, -60),
          "+": () => this.#stage?.zoomBy(1.5),
          "=": () => this.#stage?.zoomBy(1.5),
          "-": () => this.#stage?.zoomBy(1 / 1.5),
          "0": () => this.#stage?.fit(),
          "1": () => this.#stage?.zoomTo(1),
        };
    const act = keys[event.key];
    if (act !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      act();
    }
  }

  #go(by: number): void {
    this.at = within(0, this.at + by, this.all.length - 1);
  }

  async #draw(place: "shown" | "other", viewed: Viewed | undefined): Promise<void> {
    const before = this.#drawn.get(place);
    if (before?.of === viewed?.value) {
      return;
    }
    const next: { of: Viewed["value"]; drawn: Drawn | undefined } | undefined = viewed && {
      of: viewed.value,
      drawn: undefined,
    };
    if (next === undefined) {
      this.#drawn.delete(place);
    } else {
      this.#drawn.set(place, next);
      next.drawn = await drawn(next.of, this.addressOf, viewed!.label).catch(() => undefined);
    }
    before?.drawn?.release();
    if (next !== undefined && this.#drawn.get(place) !== next) {
      next.drawn?.release();
      return;
    }
    this.renderRoot.querySelector(`.${place}`)?.replaceChildren(...(next?.drawn ? [next.drawn.element] : []));
    if (place === "shown") {
      this.problem = next?.drawn === undefined;
      this.#stage?.hold(next?.drawn?.width || 300, next?.drawn?.height || 300);
    }
  }
}

function within(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

customElements.define("rf-viewer", Viewer);
