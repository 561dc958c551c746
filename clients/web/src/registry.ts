/** What draws a component: its plugin; by its type, the types it falls back on, or its schema. */

import type { Component } from "@rpcface/client/protos";
import type { Draw } from "./model.js";
import { checkbox, isPlainChoice, select } from "./controls/choices.js";
import { number, slider } from "./controls/numbers.js";
import { text } from "./controls/texts.js";
import { shown } from "./views/plain.js";

/** A control that is there, or that is loaded when it is first needed. */
type Loaded = Draw | Lazy;

interface Lazy {
  (): Promise<Draw>;
  readonly isLazy: true;
}

interface Drawn {
  readonly input: Loaded;
  readonly output: Loaded;
}

const lazy = (load: () => Promise<Draw>): Loaded => Object.assign(load, { isLazy: true } as const);
const both = (draw: Loaded): Drawn => ({ input: draw, output: draw });

const audio = lazy(async () => (await import("./controls/audio.js")).audio);
const code = lazy(async () => (await import("./controls/code.js")).code);
const combobox = lazy(async () => (await import("./controls/combobox.js")).combobox);
const compound = lazy(async () => (await import("./controls/compound.js")).compound);
const files = lazy(async () => (await import("./controls/files.js")).files);
const image = lazy(async () => (await import("./controls/image.js")).image);
const json = lazy(async () => (await import("./controls/json.js")).json);
const moment = lazy(async () => (await import("./controls/moments.js")).moment);
const tensor = lazy(async () => (await import("./controls/tensor.js")).tensor);
const checkboxes = lazy(async () => (await import("./controls/several.js")).checkboxes);

const TYPES: Readonly<Record<string, Drawn>> = {
  textbox: { input: text, output: shown },
  number: { input: number, output: shown },
  slider: { input: slider, output: shown },
  checkbox: both(checkbox),
  checkboxgroup: both(checkboxes),
  radio: both(lazy(async () => (await import("./controls/several.js")).radios)),
  dropdown: { input: combobox, output: shown },
  colorpicker: both(lazy(async () => (await import("./controls/color.js")).color)),
  datetime: { input: moment, output: shown },
  image: both(image),
  file: both(files),
  json: { input: json, output: lazy(async () => (await import("./views/tree.js")).tree) },
  gallery: both(lazy(async () => (await import("./controls/gallery.js")).gallery)),
  label: { input: compound, output: lazy(async () => (await import("./views/label.js")).label) },
  highlightedtext: {
    input: compound,
    output: lazy(async () => (await import("./views/highlighted.js")).highlighted),
  },
  code: { input: code, output: lazy(async () => (await import("./views/source.js")).source) },
  markdown: { input: text, output: lazy(async () => (await import("./views/markdown.js")).markdown) },
  html: { input: text, output: lazy(async () => (await import("./views/html.js")).html) },
  audio: both(audio),
};

/** Media of one kind only. */
const KINDS: Readonly<Record<string, Drawn>> = {
  audio: both(audio),
  image: both(image),
  video: both(lazy(async () => (await import("./controls/video.js")).video)),
};

const SHAPES: Readonly<Record<string, Drawn>> = {
  anyShape: TYPES["json"]!,
  boolShape: both(checkbox),
  intShape: TYPES["number"]!,
  floatShape: TYPES["number"]!,
  textShape: TYPES["textbox"]!,
  choiceShape: TYPES["dropdown"]!,
  tensorShape: { input: tensor, output: lazy(async () => (await import("./views/array.js")).array) },
  mediaShape: both(files),
  listShape: both(compound),
  structShape: both(compound),
};

const FORMATS: Readonly<Record<string, string>> = { "date-time": "datetime", date: "datetime", color: "colorpicker" };

/** What draws a component: its plugin's module, or else its control. */
export function drawnBy(component: Component, isOutput: boolean): Draw | Promise<Draw> | undefined {
  return component.renderer === undefined
    ? controlOf(component, isOutput)
    : import("./renderers/renderer.js").then(({ plugged }) => plugged);
}

/** The control of a component; undefined where its shape is newer than this page. */
export function controlOf(component: Component, isOutput: boolean): Draw | Promise<Draw> | undefined {
  if (component.schema?.shape.case === undefined) {
    return undefined;
  }
  const types = [component.type, ...component.fallbackTypes, formatOf(component)];
  const known = types.find((type) => Object.hasOwn(TYPES, type));
  const drawn = (known === undefined ? byShape(component) : TYPES[known])?.[isOutput ? "output" : "input"];
  const loaded = drawn === combobox && isPlainChoice({ component }) ? select : drawn;
  return loaded !== undefined && "isLazy" in loaded ? loaded() : loaded;
}

/** What draws a schema that says more than its shape does. */
function formatOf({ schema }: Component): string {
  const shape = schema?.shape;
  switch (shape?.case) {
    case "textShape":
      return FORMATS[shape.value.format] ?? { "text/markdown": "markdown", "text/html": "html" }[shape.value.mediaType] ?? "";
    case "listShape":
      return shape.value.unique && shape.value.item?.shape.case === "choiceShape" ? "checkboxgroup" : "";
    default:
      return "";
  }
}

function byShape({ schema }: Component): Drawn | undefined {
  const shape = schema?.shape;
  if (shape?.case === "mediaShape") {
    const [kind, ...others] = new Set(shape.value.mediaTypes.map((type) => type.split("/")[0]!));
    return (others.length === 0 && KINDS[kind ?? ""]) || SHAPES["mediaShape"];
  }
  return SHAPES[shape?.case ?? ""];
}
