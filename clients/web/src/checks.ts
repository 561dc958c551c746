/** What can be told to be wrong before a call: the server checks all of it again, and more. */

import { Media, Tensor, type Input, type Output } from "@rpcface/client";
import type { Component, Schema } from "@rpcface/client/protos";
import { draftIn } from "./drafts.js";
import type { Faults } from "./model.js";
import { escaped, isSame, natural, type Values } from "./values.js";
import { say } from "./words.js";

const EMAIL = /^[^\s@]+@[a-z\d-]+(\.[a-z\d-]+)*$/i;

/** What is wrong with each of the inputs, by name; those that are well are not there. */
export function checked(inputs: readonly Component[], values: Values): Record<string, Faults> {
  const all = inputs.map((input) => [input.name, faultsIn(input, values[input.name])] as const);
  return Object.fromEntries(all.filter(([, faults]) => Object.keys(faults).length > 0));
}

/** What is wrong with a value of a component. */
export function faultsIn({ schema, defaultValue }: Component, value: Input | Output): Faults {
  const faults: Record<string, string> = {};
  if (value !== undefined) {
    look(schema, value, "", faults);
  } else if (defaultValue === undefined) {
    faults[""] = say("This is needed.");
  }
  return faults;
}

/** What is wrong with a value itself, whatever its parts; undefined: nothing. */
export function faultOf(schema: Schema | undefined, value: Input | Output): string | undefined {
  return draftIn(value)?.fault ?? (value === null ? ofNull(schema) : ofShape(schema, value));
}

function look(schema: Schema | undefined, value: Input | Output, at: string, faults: Record<string, string>): void {
  const fault = faultOf(schema, value);
  if (fault !== undefined) {
    faults[at] = fault;
  }
  const shape = schema?.shape;
  if (shape?.case === "listShape" && Array.isArray(value)) {
    for (const [place, one] of value.entries()) {
      within(faults, `${at}/${place}`, one, shape.value.item);
    }
  } else if (shape?.case === "structShape" && isStruct(value)) {
    for (const { name, schema: inner, defaultValue } of shape.value.fields) {
      if (value[name] !== undefined || defaultValue === undefined) {
        within(faults, `${at}/${escaped(name)}`, value[name], inner);
      }
    }
  }
}

function within(
  faults: Record<string, string>,
  at: string,
  value: Input | Output,
  schema: Schema | undefined,
): void {
  if (value === undefined) {
    faults[at] = say("This is needed.");
  } else {
    look(schema, value, at, faults);
  }
}

function ofNull(schema: Schema | undefined): string | undefined {
  const shape = schema?.shape;
  const isListed = shape?.case === "choiceShape" && shape.value.choices.some(({ value }) => natural(value) === null);
  return schema?.nullable || isListed || !shape?.case || shape.case === "anyShape" ? undefined : say("This is needed.");
}

function ofShape(schema: Schema | undefined, value: Input | Output): string | undefined {
  const shape = schema?.shape;
  switch (shape?.case) {
    case "intShape":
      if (typeof value !== "bigint" && !Number.isInteger(value)) {
        return say("A whole number is wanted.");
      }
      return ofBounds(shape.value, value as number) ?? ofStep(shape.value, BigInt(value as number));
    case "floatShape":
      return ofBounds(shape.value, value as number);
    case "textShape":
      return ofText(shape.value, String(value));
    case "choiceShape": {
      const { choices, allowCustom } = shape.value;
      const isThere = choices.some((one) => isSame(natural(one.value), value));
      return isThere || (allowCustom && typeof value === "string") ? undefined : say("Choose one of the list.");
    }
    case "listShape":
      return ofList(shape.value, value);
    default:
      return undefined;
  }
}

interface Bounds {
  readonly minimum?: number | bigint | undefined;
  readonly maximum?: number | bigint | undefined;
}

function ofBounds({ minimum, maximum }: Bounds, value: number | bigint): string | undefined {
  const isWithin = (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
  if (isWithin) {
    return undefined;
  }
  if (minimum !== undefined && maximum !== undefined) {
    return say("A number from {minimum} to {maximum} is wanted.", { minimum: String(minimum), maximum: String(maximum) });
  }
  return minimum === undefined
    ? say("At most {maximum} is wanted.", { maximum: String(maximum) })
    : say("At least {minimum} is wanted.", { minimum: String(minimum) });
}

function ofStep({ minimum = 0n, step }: { minimum?: bigint | undefined; step: bigint }, value: bigint): string | undefined {
  return step > 1n && (value - minimum) % step !== 0n
    ? say("A number in steps of {step} from {minimum} is wanted.", { step: String(step), minimum: String(minimum) })
    : undefined;
}

function ofText(shape: { minLength: bigint; maxLength: bigint; format: string }, value: string): string | undefined {
  const length = [...value].length;
  if (length < shape.minLength) {
    return say("At least {least} characters are wanted.", { least: String(shape.minLength) });
  }
  if (shape.maxLength > 0n && length > shape.maxLength) {
    return say("At most {most} characters are wanted; these are {length}.", { most: String(shape.maxLength), length });
  }
  return shape.format === "email" && !EMAIL.test(value) ? say("An e-mail address is wanted.") : undefined;
}

function ofList(shape: { minItems: bigint; maxItems: bigint; unique: boolean }, value: Input | Output) {
  const items = Array.isArray(value) ? (value as Output[]) : [];
  if (items.length < shape.minItems) {
    return say("At least {least} are wanted.", { least: String(shape.minItems) });
  }
  if (shape.maxItems > 0n && items.length > shape.maxItems) {
    return say("At most {most} are wanted.", { most: String(shape.maxItems) });
  }
  const isTwice = shape.unique && items.some((one, at) => items.slice(0, at).some((other) => isSame(one, other)));
  return isTwice ? say("Each may stand only once.") : undefined;
}

function isStruct(value: Input | Output): value is Record<string, Output> {
  return value !== null && typeof value === "object" && !isWhole(value);
}

function isWhole(value: object): boolean {
  return Array.isArray(value) || value instanceof Media || value instanceof Tensor || value instanceof Blob;
}
