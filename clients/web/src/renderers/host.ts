/** What the page offers to a plugin. */

import { type Client, Media } from "@rpcface/client";
import type { Model } from "../model.js";
import { API } from "./module.js";

/** What the page is looked at in. */
export type Theme = "light" | "dark";

/** The ids of the texts that label and describe a component, in its shadow root. */
export const LABEL_ID = "rf-label";
export const DESCRIPTION_ID = "rf-description";

const darkness = matchMedia("(prefers-color-scheme: dark)");

/** Fires "theme" when the page turns light or dark. */
export class PluginHost extends EventTarget {
  /** The module contract that this page speaks. */
  readonly version = API;
  /** Ids of the texts that label and describe the component, for aria-labelledby and the like. */
  readonly labelId = LABEL_ID;
  readonly descriptionId = DESCRIPTION_ID;
  /** What the component is called. */
  readonly label: string;
  /** Aborts when the plugin is to be gone. */
  readonly signal: AbortSignal;
  /** Says what is wrong with what was entered, below it; "": nothing. */
  readonly setValidity: (message: string) => void;
  readonly #place: HTMLElement;
  readonly #client: Client;
  readonly #addressOf: Model["addressOf"];
  readonly #made = new Map<Blob | Media, string>();

  constructor(
    place: HTMLElement,
    client: Client,
    { component, addressOf }: Model,
    signal: AbortSignal,
    setValidity: (message: string) => void,
  ) {
    super();
    this.#place = place;
    this.#client = client;
    this.#addressOf = addressOf;
    this.label = component.label || component.name;
    this.signal = signal;
    this.setValidity = setValidity;
    this.#follow();
    signal.addEventListener("abort", () => this.#made.forEach((address) => URL.revokeObjectURL(address)));
  }

  /** Whether the page is light or dark now. */
  get theme(): Theme {
    const place = this.#place.isConnected ? this.#place : document.documentElement;
    const [only, ...others] = getComputedStyle(place).colorScheme.split(" ");
    const isFixed = others.length === 0 && (only === "light" || only === "dark");
    return isFixed ? only : darkness.matches ? "dark" : "light";
  }

  /** Stores a file on the server; what comes is a value, as the file itself is. */
  readonly upload = (file: Blob): Promise<Media> => this.#client.upload(file, { signal: this.signal });

  /** Where a file is found, for `src` and, if the server holds it, `fetch`; until the plugin is gone. */
  readonly fileUrl = (file: Media | Blob): string => {
    if (file instanceof Media && file.isHeld) {
      return this.#addressOf(file);
    }
    if (!(file instanceof Media || file instanceof Blob)) {
      throw new TypeError(`host.fileUrl: wanted a Media or a Blob; came ${String(file)}`);
    }
    const address = this.#made.get(file) ?? URL.createObjectURL(file instanceof Media ? file.blob() : file);
    this.#made.set(file, address);
    return address;
  };

  #follow(): void {
    let { theme } = this;
    const look = () => {
      if (this.theme !== theme) {
        theme = this.theme;
        this.dispatchEvent(new Event("theme"));
      }
    };
    darkness.addEventListener("change", look, { signal: this.signal });
    const watch = new MutationObserver(look);
    watch.observe(document.documentElement, { attributes: true });
    this.signal.addEventListener("abort", () => watch.disconnect());
  }
}
