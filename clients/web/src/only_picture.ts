/** The picture that goes in, which one that comes back is compared with. */

import { Media, Tensor } from "@rpcface/client";
import type { Around } from "./around.js";
import { labelOf } from "./values.js";
import type { Viewed } from "./viewer.js";

/** The only picture among the inputs; undefined: there is none, or there are several. */
export function onlyPicture({ described, inputs }: Around): Viewed | undefined {
  const [only, ...others] = described.inputs.filter(
    ({ type, fallbackTypes }) => type === "image" || fallbackTypes.includes("image"),
  );
  if (only === undefined || others.length > 0) {
    return undefined;
  }
  const value = inputs[only.name];
  return value instanceof Media || value instanceof Blob || value instanceof Tensor
    ? { value, label: labelOf(only), name: "" }
    : undefined;
}
