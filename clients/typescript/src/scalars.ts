/** Numbers and texts, to those that travel. What can't is thrown as `Unfit`. */

import type { Schema } from "./gen/rpcface/v1/component_pb.js";
import type { Value } from "./gen/rpcface/v1/value_pb.js";
import { Unfit } from "./unfit.js";

type Scalar = Extract<Value["kind"], { case: "intValue" | "floatValue" }>;

const LEAST_INTEGER = -(2n ** 63n);
const GREATEST_INTEGER = 2n ** 63n - 1n;

/** A number as the schema wants it; a whole one is a Python int, as in JSON. */
export function number(given: number, schema: Schema | undefined, pointer: string): Scalar {
  const shape = schema?.shape.case;
  if (!Number.isInteger(given) || Object.is(given, -0)) {
    return { case: "floatValue", value: given };
  }
  if (Number.isSafeInteger(given)) {
    return { case: "intValue", value: BigInt(given) };
  }
  if (shape === "intShape") {
    throw new Unfit("a bigint for a whole number beyond 2^53", `the number ${given}`, pointer);
  }
  return { case: "floatValue", value: given };
}

/** A whole number as the schema wants it. */
export function bigint(given: bigint, schema: Schema | undefined, pointer: string): Scalar {
  if (given < LEAST_INTEGER || given > GREATEST_INTEGER) {
    if (schema?.shape.case === "floatShape" && BigInt(Number(given)) === given) {
      return { case: "floatValue", value: Number(given) };
    }
    throw new Unfit("a whole number from -2^63 to 2^63-1", String(given), pointer);
  }
  return { case: "intValue", value: given };
}

/** Text, which has whole letters only. */
export function text(given: string, pointer: string): string {
  if (/\p{Surrogate}/u.test(given)) {
    throw new Unfit("text", "half of a letter, a surrogate without the other", pointer);
  }
  return given;
}

/** A moment as text, or its day where the schema wants a date. */
export function moment(given: Date, schema: Schema | undefined, pointer: string): string {
  if (Number.isNaN(given.getTime())) {
    throw new Unfit("a moment", "an invalid Date", pointer);
  }
  const isDate = schema?.shape.case === "textShape" && schema.shape.value.format === "date";
  return isDate ? given.toISOString().slice(0, 10) : given.toISOString();
}
