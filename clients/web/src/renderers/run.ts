/** A plugin while it draws one component. */

import type { Client } from "@rpcface/client";
import type { Model } from "../model.js";
import { base } from "../styles.js";
import { labelOf } from "../values.js";
import { DESCRIPTION_ID, LABEL_ID, PluginHost } from "./host.js";
import { addressOfModule, loaded, type Plugin } from "./module.js";
import { PluginModel } from "./plugin_model.js";

/** Whom a run tells. */
export interface Told {
  /** It is over: the plugin threw, or can't be had. Told once at most. */
  fail(error: unknown): void;
  /** What is wrong with what was entered; "": nothing. */
  setValidity(message: string): void;
}

/** Loads a plugin's module, lets it draw into `place`, and ends it. */
export class Run {
  /** What it draws in, in a shadow root of its own. */
  readonly place = document.createElement("div");
  readonly component: Model["component"];
  readonly #abort = new AbortController();
  readonly #model: PluginModel;
  readonly #host: PluginHost;
  readonly #told: Told;
  readonly #root: ShadowRoot;
  readonly #undo: (() => unknown)[] = [];

  constructor(page: Model, client: Client, told: Told) {
    this.component = page.component;
    this.#told = told;
    this.#root = this.place.attachShadow({ mode: "open" });
    this.#root.append(hidden(LABEL_ID, labelOf(page.component)), hidden(DESCRIPTION_ID, page.component.help));
    this.place.role = "group";
    this.#model = new PluginModel(page, this.#fail);
    this.#host = new PluginHost(this.place, client, page, this.#abort.signal, told.setValidity);
    this.take(page);
    void this.#begin(page.component.renderer?.modulePath ?? "", client.baseUrl);
  }

  /** Takes what the page has now. */
  take(page: Model): void {
    this.place.id = page.id;
    this.place.setAttribute("aria-labelledby", `${page.id}-label`);
    this.place.setAttribute("aria-describedby", page.describedBy);
    this.#model.take(page);
  }

  /** Undoes what the plugin did. */
  end(): void {
    if (this.#isOver) {
      return;
    }
    this.#abort.abort();
    this.#undo.reverse().forEach(undone);
    this.#model.off();
    this.#root.replaceChildren();
  }

  get #isOver(): boolean {
    return this.#abort.signal.aborted;
  }

  async #begin(path: string, base: string): Promise<void> {
    try {
      const address = addressOfModule(path, base);
      this.#watch(address);
      const plugin = await loaded(address);
      const { signal } = this.#abort;
      const given = { model: this.#model, signal, host: this.#host };
      if (!this.#isOver) {
        await this.#keep(plugin.initialize?.(given));
      }
      if (!this.#isOver) {
        await this.#keep(plugin.render?.({ ...given, el: this.#element(plugin) }));
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #element({ css }: Plugin): HTMLElement {
    const own = new CSSStyleSheet();
    own.replaceSync(css);
    this.#root.adoptedStyleSheets = [base.styleSheet!, own];
    const element = document.createElement("div");
    this.#root.append(element);
    return element;
  }

  /** Keeps what undoes what was done; the plugin may be over by the time it comes. */
  async #keep(returned: unknown): Promise<void> {
    const undo = await returned;
    if (typeof undo !== "function") {
      return;
    }
    if (this.#isOver) {
      undone(undo as () => unknown);
    } else {
      this.#undo.push(undo as () => unknown);
    }
  }

  /** Hears of what is thrown later, in what the browser calls. */
  #watch(address: string): void {
    const { signal } = this.#abort;
    const options = { signal };
    globalThis.addEventListener("error", ({ filename, error }) => filename === address && this.#fail(error), options);
    globalThis.addEventListener(
      "unhandledrejection",
      ({ reason }) => reason instanceof Error && reason.stack?.includes(address) && this.#fail(reason),
      options,
    );
  }

  readonly #fail = (error: unknown): void => {
    if (!this.#isOver) {
      this.end();
      this.#told.fail(error);
    }
  };
}

function undone(undo: () => unknown): void {
  try {
    Promise.resolve(undo()).catch(console.error);
  } catch (error) {
    console.error(error);
  }
}

function hidden(id: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.id = id;
  element.hidden = true;
  element.textContent = text;
  return element;
}
