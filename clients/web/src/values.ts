/** The values that the page shows and sends. */

import { fromValue, type Input, type Output } from "@rpcface/client";
import type { Component, Interface, Value } from "@rpcface/client/protos";

/** Values by name; undefined where there is none: an input is left out then. */
export type Values = Readonly<Record<string, Input | Output>>;

/** The default of each component that has one. */
export function defaults(components: readonly Component[]): Values {
  return Object.fromEntries(components.map(({ name, defaultValue }) => [name, natural(defaultValue)]));
}

/** A message's value as the page shows it. */
export function natural(value: Value | undefined): Output {
  return value === undefined ? undefined : fromValue(value);
}

/** What a component is called. */
export function labelOf({ label, name }: Pick<Component, "label" | "name">): string {
  return label || name;
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
