/** The ES modules of plugins, and what they have to be. */

import { say } from "../words.js";
import type { PluginHost } from "./host.js";
import type { PluginModel } from "./plugin_model.js";

/** The module contract that this page speaks: what `export const rpcface = { api }` may ask for. */
export const API = 1;

/** What `initialize` gets. */
export interface Given {
  readonly model: PluginModel;
  readonly signal: AbortSignal;
  readonly host: PluginHost;
}

/** What undoes what was done; anything else that is returned does not count. */
type Returned = unknown;

/** What a module exports by default, as in anywidget. */
export interface Plugin {
  readonly css: string;
  initialize?(given: Given): Returned;
  render?(given: Given & { readonly el: HTMLElement }): Returned;
}

/**
 * Where a module lies.
 *
 * @param path What the description says: a path below the server's address.
 * @param base The server's address.
 * @throws Error: it leads elsewhere.
 */
export function addressOfModule(path: string, base: string): string {
  const below = base.replace(/\/*$/, "/");
  const { href } = new URL(path, below);
  if (!href.startsWith(below)) {
    throw new Error(say("its module lies elsewhere: {path}", { path }));
  }
  return href;
}

/**
 * Loads a module.
 *
 * @throws Error: it is not there, is made for a newer page, or exports nothing that draws; and
 * whatever it throws itself.
 */
export async function loaded(address: string): Promise<Plugin> {
  let module: Record<string, unknown>;
  try {
    module = await import(/* @vite-ignore */ address);
  } catch (error) {
    // browsers have a text of their own each, and no type
    const isMissing = /dynamically imported module|Importing a module script/.test(String(error));
    throw isMissing ? new Error(say("its module can't be loaded"), { cause: error }) : error;
  }
  const api = (module["rpcface"] as { api?: unknown } | undefined)?.api ?? API;
  if (typeof api !== "number" || api > API) {
    throw new Error(say("it is made for a newer page: it wants contract {wanted}, this page has {has}", {
      wanted: String(api),
      has: API,
    }));
  }
  const given = module["default"];
  const plugin = (typeof given === "function" ? await given() : given) as Plugin | null | undefined;
  if (typeof plugin?.render !== "function") {
    throw new Error(say("its module exports no default with render()"));
  }
  const css = typeof module["css"] === "string" ? module["css"] : "";
  return {
    css,
    render: (all) => plugin.render?.(all),
    ...(plugin.initialize && { initialize: (all) => plugin.initialize?.(all) }),
  };
}
