/** JSON as it is read and written here: whole numbers keep all of their digits. */

import { Media, Tensor, type Input, type Output } from "@rpcface/client";
import { say } from "./words.js";

interface Source {
  readonly source?: string;
}

interface WithRaw {
  readonly rawJSON?: (text: string) => unknown;
}

/** Where a text is no JSON, and why. */
export class NoJson extends Error {}

/** @throws NoJson with what is wrong, for people. */
export function readJson(text: string): Input {
  const exact = (_: string, value: unknown, { source = "" }: Source = {}) => {
    const isLong = typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source);
    return isLong && BigInt.asIntN(64, BigInt(source)) === BigInt(source) ? BigInt(source) : value;
  };
  try {
    return JSON.parse(text, exact as Parameters<typeof JSON.parse>[1]) as Input;
  } catch (error) {
    throw new NoJson(told(error, text));
  }
}

/** A value as JSON; what JSON has no form for is told in words. */
export function writeJson(value: Input | Output, space = 2): string {
  return JSON.stringify(value, replaced, space) ?? "";
}

function replaced(_: string, value: Input | Output): unknown {
  if (typeof value === "bigint") {
    return (JSON as WithRaw).rawJSON?.(String(value)) ?? Number(value);
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    return String(value);
  }
  if (value instanceof Tensor) {
    return `${value.type} [${value.shape.join(", ")}]`;
  }
  return value instanceof Media ? value.filename || value.mediaType : value;
}

function told(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, at] = /position (\d+)/.exec(message) ?? [];
  const place = at === undefined ? text.length : Number(at);
  const lines = text.slice(0, place).split("\n");
  return say("No JSON: line {line}, column {column} is not as it should be.", {
    line: lines.length,
    column: lines.at(-1)!.length + 1,
  });
}
