/** The value of a component as its plugin sees it: the model of anywidget. */

import type { Input } from "@rpcface/client";
import type { Model } from "../model.js";

type Handler = (model: PluginModel, value?: unknown) => unknown;

/**
 * Holds `value`, `label`, `interactive` and each prop. `set` tells handlers at once, and
 * `save_changes` the page, as in Jupyter.
 */
export class PluginModel {
  #page: Model;
  readonly #fail: (error: unknown) => void;
  readonly #values: Map<string, unknown>;
  readonly #handlers = new Map<string, Set<Handler>>();
  #isDirty = false;

  constructor(page: Model, fail: (error: unknown) => void) {
    this.#page = page;
    this.#fail = fail;
    const { component, isOutput, value } = page;
    this.#values = new Map<string, unknown>([
      ...Object.entries(component.props ?? {}),
      ["value", value],
      ["label", component.label || component.name],
      ["interactive", !isOutput],
    ]);
  }

  /** What a key holds; undefined: nothing. */
  readonly get = (name: string): unknown => this.#values.get(name);

  /** Puts something else there, and tells the handlers of "change:name" and "change". */
  readonly set = (name: string, value: unknown): void => {
    if (name === "value") {
      this.#isDirty = true;
    }
    this.#put(name, value);
  };

  /** Makes the value that was set the input's. Of an output, nothing happens. */
  readonly save_changes = (): void => {
    if (this.#isDirty && !this.#page.isOutput) {
      this.#isDirty = false;
      const value = this.#values.get("value") as Input | undefined;
      this.#page = { ...this.#page, value };
      this.#page.change(value);
    }
  };

  /** Calls a handler at each of some events, "change:value change:label", from now on. */
  readonly on = (names: string, handler: Handler): void => {
    for (const name of names.trim().split(/\s+/)) {
      const there = this.#handlers.get(name) ?? new Set();
      this.#handlers.set(name, there.add(handler));
    }
  };

  /** Not any more: this handler, all of these events, or all. */
  readonly off = (names?: string | null, handler?: Handler | null): void => {
    for (const name of names?.trim().split(/\s+/) ?? [...this.#handlers.keys()]) {
      if (handler) {
        this.#handlers.get(name)?.delete(handler);
      } else {
        this.#handlers.delete(name);
      }
    }
  };

  /** @throws Error: a component has no messages of its own, only its value. */
  readonly send = (): never => {
    throw new Error("model.send: rpcface has no messages; set the value and call save_changes");
  };

  /** Takes what the page has now. */
  take(page: Model): void {
    const isNew = !Object.is(page.value, this.#page.value);
    this.#page = page;
    if (isNew) {
      this.#isDirty = false;
      this.#put("value", page.value);
    }
  }

  #put(name: string, value: unknown): void {
    if (Object.is(this.#values.get(name), value)) {
      return;
    }
    this.#values.set(name, value);
    this.#tell(`change:${name}`, value);
    this.#tell("change");
  }

  #tell(event: string, value?: unknown): void {
    for (const handler of [...(this.#handlers.get(event) ?? [])]) {
      try {
        Promise.resolve(handler(this, value)).catch(this.#fail);
      } catch (error) {
        this.#fail(error);
      }
    }
  }
}
