/** What draws a component: its plugin; by its type, the types it falls back on, or its schema. */

import type { Component } from "@rpcface/client/protos";
import type { Draw } from "./model.js";
import { checkbox, checkboxes, dropdown, radios } from "./controls/choices.js";
import { color } from "./controls/color.js";
import { moment } from "./controls/moments.js";
import { number, slider } from "./controls/numbers.js";
import { text } from "./controls/texts.js";
import { shown } from "./views/plain.js";

/** A control that is there, or that is loaded when it is first needed. */
type Loaded = Draw | (() => Promise<Draw>);

interface Drawn {
  readonly input: Loaded;
  readonly output: Loaded;
}

const lazy = (load: () => Promise<Draw>): Loaded => Object.assign(load, { isLazy: true });
const both = (draw: Loaded): Drawn => ({ input: draw, output: draw });

const files = lazy(async () => (await import("./controls/files.js")).files);
const image = lazy(async () => (await import("./controls/image.js")).image);
const json = lazy(async () => (await import("./controls/json.js")).json);
const compound = lazy(async () => (await import("./controls/compound.js")).compound);
const tensor = lazy(async () => (await import("./controls/tensor.js")).tensor);

const TYPES: Readonly<Record<string, Drawn>> = {
  textbox: { input: text, output: shown },
  number: { input: number, output: shown },
  slider: { input: slider, output: shown },
  checkbox: both(checkbox),
  checkboxgroup: both(checkboxes),
  radio: both(radios),
  dropdown: { input: dropdown, output: shown },
  colorpicker: both(color),
  datetime: { input: moment, output: shown },
  image: both(image),
  file: both(files),
  json: both(json),
  gallery: both(lazy(async () => (await import("./controls/gallery.js")).gallery)),
  label: { input: compound, output: lazy(async () => (await import("./views/label.js")).label) },
  highlightedtext: {
    input: compound,
    output: lazy(async () => (await import("./views/highlighted.js")).highlighted),
  },
  code: both(lazy(async () => (await import("./controls/code.js")).code)),
  markdown: { input: text, output: lazy(async () => (await import("./views/markdown.js")).markdown) },
  html: { input: text, output: lazy(async () => (await import("./views/html.js")).html) },
  audio: both(lazy(async () => (await import("./controls/audio.js")).audio)),
};

const SHAPES: Readonly<Record<string, Drawn>> = {
  anyShape: both(json),
  boolShape: both(checkbox),
  intShape: { input: number, output: shown },
  floatShape: { input: number, output: shown },
  textShape: { input: text, output: shown },
  choiceShape: { input: dropdown, output: shown },
  tensorShape: both(tensor),
  mediaShape: both(files),
  listShape: both(compound),
  structShape: both(compound),
};

/** What draws a component: its plugin's module, or else its control. */
export function drawnBy(component: Component, isOutput: boolean): Draw | Promise<Draw> | undefined {
  return component.renderer === undefined
    ? controlOf(component, isOutput)
    : import("./renderers/renderer.js").then(({ plugged }) => plugged);
}

/** The control of a component; undefined where its shape is newer than this page. */
export function controlOf(component: Component, isOutput: boolean): Draw | Promise<Draw> | undefined {
  const types = [component.type, ...component.fallbackTypes];
  const known = types.find((type) => Object.hasOwn(TYPES, type));
  const drawn = known === undefined ? SHAPES[component.schema?.shape.case ?? ""] : TYPES[known];
  const loaded = drawn?.[isOutput ? "output" : "input"];
  return loaded !== undefined && "isLazy" in loaded ? (loaded as () => Promise<Draw>)() : (loaded as Draw | undefined);
}
