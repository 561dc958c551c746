/** Values as words of the command line, each as `rpcface predict` reads it by the schema. */

import { Media, Tensor, type Input, type Output } from "@rpcface/client";
import { type Component, DataType, type Schema } from "@rpcface/client/protos";
import { natural } from "../values.js";
import { python } from "./arrays.js";
import { isEqual } from "./call.js";
import { flattened } from "./layout.js";
import { type Dialect, MOST_ELEMENTS, type Named, written } from "./values.js";

/** An array that a command saves as a file before the call. */
export interface Npy {
  readonly name: string;
  /** What makes it, in Python. */
  readonly code: string;
}

/** What values are written by. */
export interface Means {
  /** JSON in which files are brought. */
  readonly dialect: Dialect;
  /** Brings a file that the server holds. */
  readonly bring: (file: Named) => void;
  /** Saves an array. */
  readonly save: (file: Npy) => void;
}

type Shown = Input | Output;

/** The words behind an input's option; undefined: no words say it. */
export function wordsOf({ name, schema }: Component, value: Shown, means: Means): readonly string[] | undefined {
  const shape = schema?.shape;
  if (shape?.case !== "listShape" || !isWord(shape.value.item)) {
    const one = wordOf(value, schema, means, name);
    return one === undefined ? undefined : [one];
  }
  if (!Array.isArray(value)) {
    return undefined; // null would be an item
  }
  const items = (value as Shown[]).map((one, at) => wordOf(one, shape.value.item, means, `${name}_${at}`));
  const areWords = items.length > 0 && items.every((one) => one !== undefined && !/^\s*[-[]/.test(one));
  return areWords ? (items as string[]) : [json(value, schema, means, name)];
}

function wordOf(value: Shown, schema: Schema | undefined, means: Means, place: string): string | undefined {
  const shape = schema?.shape;
  switch (shape?.case) {
    case "textShape": {
      const isText = typeof value === "string" && !value.includes("\0");
      return isText ? escaped(flattened(written(value, schema, { ...means.dialect, text: String }, place)) as string) : undefined;
    }
    case "choiceShape":
      return choice(value, schema!, means, place);
    case "tensorShape":
      return value instanceof Tensor ? array(value, shape.value.dataTypes, means, place) : json(value, schema, means, place);
    case "mediaShape":
      return medium(value, schema!, means, place);
    case "structShape": {
      const [first, ...rest] = shape.value.fields;
      const isPlain = typeof value === "object" && value !== null && !Array.isArray(value);
      const fields = isPlain ? (value as Record<string, Shown>) : {};
      const isFirstAlone =
        isPlain && isWord(schema) && rest.every(({ name, defaultValue }) => isUnsaid(fields[name], natural(defaultValue)));
      const one = isFirstAlone ? wordOf(fields[first!.name], first!.schema, means, place) : undefined;
      return one === undefined || one.startsWith("{") ? json(value, schema, means, place) : one;
    }
    default:
      return json(value, schema, means, place);
  }
}

/** Whether one word says what a schema takes: the command line has a word for each item of a list of these. */
function isWord(schema: Schema | undefined): boolean {
  const shape = schema?.shape;
  if (shape?.case === "structShape") {
    const [first, ...rest] = shape.value.fields;
    return first !== undefined && isWord(first.schema) && rest.every(({ defaultValue }) => defaultValue !== undefined);
  }
  return /^(bool|int|float|text|choice|media)Shape$/.test(shape?.case ?? "");
}

function isUnsaid(value: Shown, usual: Shown): boolean {
  return value === undefined || isEqual(value, usual);
}

function json(value: Shown, schema: Schema | undefined, { dialect }: Means, place: string): string {
  return flattened(written(value, schema, dialect, place));
}

/** Text that begins with "@" would name a file. */
function escaped(text: string): string {
  return text.startsWith("@") ? `@${text}` : text;
}

/** The choice itself where no other is meant by it, else as JSON. */
function choice(value: Shown, schema: Schema, means: Means, place: string): string {
  const { shape } = schema;
  const exact = json(value, schema, means, place);
  if (shape.case !== "choiceShape" || typeof value !== "string") {
    return exact;
  }
  const isListed = shape.value.choices.some((one) => isEqual(natural(one.value), value));
  const meant = shape.value.choices.find((one) => one.label === value || isEqual(natural(one.value), value));
  const isMeant = meant === undefined || isEqual(natural(meant.value), value);
  const isOther = /^(null|true|false|NaN|-?Infinity|-?\d.*|".*)$/s.test(value);
  return isListed && (!isMeant || isOther) ? exact : escaped(value);
}

function medium(value: Shown, schema: Schema, means: Means, place: string): string | undefined {
  if (value instanceof Media || value instanceof Blob || value === undefined) {
    let path = "";
    const file = (named: Named) => {
      means.bring(named);
      path = named.name;
      return path;
    };
    written(value, schema, { ...means.dialect, file }, place);
    return path === "-" ? "@./-" : `@${path}`;
  }
  return undefined;
}

/** An array as lists where the command line makes the same of them, else from a file. */
function array(value: Tensor, types: readonly DataType[], { dialect, save }: Means, place: string): string {
  const isMade = types.length === 1 || value.type === "float64" || (value.type === "int64" && types.length === 0);
  if (isMade && value.data.length <= MOST_ELEMENTS && value.data.length > 0) {
    return flattened(dialect.tensor(value));
  }
  const name = `${place}.npy`;
  save({ name, code: python(value) });
  return `@${name}`;
}
