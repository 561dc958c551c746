/** The values that the page shows and sends. */

import { fromValue, type Input, type Output } from "@rpcface/client";
import type { Component, Interface, Schema, Value } from "@rpcface/client/protos";

const MOST_AT_FIRST = 100;

/** Values by name; undefined where there is none: an input is left out then. */
export type Values = Readonly<Record<string, Input | Output>>;

/** The default of each component that has one. */
export function defaults(components: readonly Component[]): Values {
  return Object.fromEntries(components.map(({ name, defaultValue }) => [name, natural(defaultValue)]));
}

/** What each input is before a person has touched it. */
export function starts(components: readonly Component[]): Values {
  return Object.fromEntries(components.map((one) => [one.name, startOf(one)]));
}

/** The default, or else what an empty control says already; undefined: a person has to say. */
export function startOf({ defaultValue, schema }: Component): Input | Output {
  return defaultValue === undefined ? start(schema) : natural(defaultValue);
}

/** What an empty control of a schema says: a box without a tick, a list without items. */
export function start(schema: Schema | undefined): Input | undefined {
  const shape = schema?.shape;
  if (schema?.nullable) {
    return null;
  }
  switch (shape?.case) {
    case "boolShape":
      return false;
    case "listShape":
      return Array.from({ length: Math.min(Number(shape.value.minItems), MOST_AT_FIRST) }, () => start(shape.value.item)) as Input;
    case "structShape":
      return starts(shape.value.fields) as Input;
    default:
      return undefined;
  }
}

/** A message's value as the page shows it. */
export function natural(value: Value | undefined): Output {
  return value === undefined ? undefined : fromValue(value);
}

/** What a component is called. */
export function labelOf({ label, name }: Pick<Component, "label" | "name">): string {
  return label || name;
}

/** Whether two values are the same, as far as choices go. */
export function isSame(one: Input | Output, other: Input | Output): boolean {
  return one === other || key(one) === key(other);
}

function key(value: Input | Output): string {
  const exact = (_: string, part: unknown) =>
    typeof part === "bigint" || (typeof part === "number" && !Number.isFinite(part)) ? `${part}n` : part;
  return JSON.stringify(value, exact) ?? "";
}

/** A field's name as a JSON Pointer has it. */
export function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Whether there is a medium in values of a schema. */
export function holdsMedia(schema: Schema | undefined): boolean {
  const shape = schema?.shape;
  switch (shape?.case) {
    case "mediaShape":
      return true;
    case "listShape":
      return holdsMedia(shape.value.item);
    case "structShape":
      return shape.value.fields.some((field) => holdsMedia(field.schema));
    default:
      return false;
  }
}

/** The inputs that are there, as a call takes them. */
export function given(values: Values): Record<string, Input> {
  const there = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as Record<string, Input>;
}

/** What an interface is called: without a title its name in words. */
export function titleOf({ title, name }: Pick<Interface, "title" | "name">): string {
  const words = name.replaceAll("_", " ").trim();
  return title || words.charAt(0).toUpperCase() + words.slice(1);
}
