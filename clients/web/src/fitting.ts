/** Whether a value is one that a schema takes, as far as a page can tell without the server. */

import type { Input } from "@rpcface/client";
import { type Schema, ComponentSchema, create } from "@rpcface/client/protos";
import { faultsIn } from "./checks.js";

/** Whether it fits; files and arrays never do. */
export function fits(value: Input | undefined, schema: Schema | undefined): boolean {
  if (value === undefined || schema === undefined || !isOfKind(value, schema)) {
    return false;
  }
  return Object.keys(faultsIn(create(ComponentSchema, { schema }), value)).length === 0;
}

/** Whether it is of the kind that the schema wants, down to its last part. */
function isOfKind(value: Input | undefined, schema: Schema | undefined): boolean {
  const shape = schema?.shape;
  if (value === null) {
    return true; // whether it is valid, is checked with the rest
  }
  switch (shape?.case) {
    case "anyShape":
    case "choiceShape":
      return value !== undefined;
    case "boolShape":
      return typeof value === "boolean";
    case "intShape":
    case "floatShape":
      return typeof value === "number" || typeof value === "bigint";
    case "textShape":
      return typeof value === "string";
    case "listShape":
      return Array.isArray(value) && value.every((one: Input) => isOfKind(one, shape.value.item));
    case "structShape": {
      if (typeof value !== "object" || Array.isArray(value)) {
        return false;
      }
      const fields = new Map(shape.value.fields.map((field) => [field.name, field.schema]));
      return Object.entries(value).every(([name, one]) => fields.has(name) && isOfKind(one as Input, fields.get(name)));
    }
    default:
      return false;
  }
}
