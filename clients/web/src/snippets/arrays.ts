/** Arrays of numpy's. */

import type { Tensor } from "@rpcface/client";
import { type Code, flattened } from "./layout.js";
import { MOST_ELEMENTS, elements, pointed } from "./values.js";

/** An array in Python: with its elements where they are few, else with zeros. */
export function array(tensor: Tensor): Code {
  const { shape, data, type } = tensor;
  if (data.length > MOST_ELEMENTS || data.length === 0) {
    return `np.zeros((${shape.join(", ")}${shape.length === 1 ? "," : ""}), "${type}")`;
  }
  const of = (element: number | bigint) => (type === "bool" ? truth(element) : numeral(element, type.startsWith("float")));
  const parts = [["", elements(tensor, of, list)] as const, ["", `"${type}"`] as const];
  return { open: "np.array(", parts, close: ")" };
}

/** The same on one line. */
export function python(tensor: Tensor): string {
  return flattened(array(tensor));
}

/** A list of Python's. */
export function list(items: readonly Code[]): Code {
  return { open: "[", parts: items.map((item) => ["", item]), close: "]", endsWithComma: true };
}

function truth(element: number | bigint): string {
  return element ? "True" : "False";
}

function numeral(element: number | bigint, isFloat: boolean): string {
  if (typeof element === "bigint" || !isFloat) {
    return String(element);
  }
  if (Number.isNaN(element)) {
    return "np.nan";
  }
  return Number.isFinite(element) ? pointed(element) : `${element < 0 ? "-" : ""}np.inf`;
}
