/** Whether a value is one that a schema takes, as far as a page can tell without the server. */

import type { Input } from "@rpcface/client";
import type { Schema } from "@rpcface/client/protos";
import { isSame } from "./snippets/call.js";
import { natural } from "./values.js";

/** Whether it fits; files and arrays never do. */
export function fits(value: Input | undefined, schema: Schema | undefined): boolean {
  const shape = schema?.shape;
  if (value === null && schema?.nullable) {
    return true;
  }
  switch (shape?.case) {
    case "anyShape":
      return value !== undefined;
    case "boolShape":
      return typeof value === "boolean";
    case "intShape": {
      const isWhole = typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
      return isWhole && isBetween(BigInt(value as number), shape.value.minimum, shape.value.maximum);
    }
    case "floatShape": {
      const { minimum, maximum } = shape.value;
      return (
        (typeof value === "number" || typeof value === "bigint") &&
        (Number.isNaN(value) ? minimum === undefined && maximum === undefined : isBetween(value, minimum, maximum))
      );
    }
    case "textShape": {
      const { minLength, maxLength } = shape.value;
      const most = maxLength === 0n ? undefined : maxLength;
      return typeof value === "string" && isBetween(BigInt([...value].length), minLength, most);
    }
    case "choiceShape":
      return (
        (typeof value === "string" && shape.value.allowCustom) ||
        shape.value.choices.some((choice) => isSame(natural(choice.value), value))
      );
    case "listShape": {
      const { item, minItems, maxItems } = shape.value;
      const most = maxItems === 0n ? undefined : maxItems;
      return Array.isArray(value) && isBetween(BigInt(value.length), minItems, most) && value.every((one) => fits(one, item));
    }
    case "structShape": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return false;
      }
      const fields = new Map(shape.value.fields.map((field) => [field.name, field]));
      const given = value as Readonly<Record<string, Input | undefined>>;
      return (
        Object.entries(given).every(([name, one]) => fields.has(name) && fits(one, fields.get(name)?.schema)) &&
        shape.value.fields.every(({ name, defaultValue }) => defaultValue !== undefined || Object.hasOwn(given, name))
      );
    }
    default:
      return false;
  }
}

function isBetween<T extends number | bigint>(value: T, least: T | undefined, most: T | undefined): boolean {
  return (least === undefined || value >= least) && (most === undefined || value <= most);
}
