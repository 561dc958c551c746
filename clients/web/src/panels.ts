/** The interfaces that were opened, each with what was entered there. */

import type { Description } from "@rpcface/client";
import type { Interface, Schema } from "@rpcface/client/protos";
import type { Place } from "./place.js";
import { starts, type Values } from "./values.js";

/** An interface that is drawn, or was, and is kept. */
export interface Panel {
  /** Another one means that the form is another. */
  readonly key: string;
  readonly described: Interface;
  /** Inputs that the address named last, as words. */
  readonly words: Place["words"];
  /** Inputs to begin with, in place of the defaults. */
  readonly kept: Values;
}

/** A panel for an interface. */
export function panelOf(described: Interface, words: Place["words"] = {}, kept: Values = {}): Panel {
  return { key: `${described.name} ${described.etag}`, described, words, kept };
}

/**
 * The panels for a description that may be another by now. Where a form has changed it is a new
 * one, with those of the values entered that still fit; `inputs` gives what was entered.
 */
export function renewed(
  panels: readonly Panel[],
  description: Description,
  inputs: (panel: Panel) => Values,
): readonly Panel[] {
  return panels.flatMap((panel) => {
    const described = description.interfaces.find(({ name }) => name === panel.described.name);
    if (described === undefined) {
      return [];
    }
    const next = panelOf(described);
    return next.key === panel.key
      ? [{ ...panel, described }]
      : [panelOf(described, {}, fitting(inputs(panel), panel.described, described))];
  });
}

/** The values that were entered, and that inputs of the same name and schema can take. */
function fitting(values: Values, before: Interface, now: Interface): Values {
  const untouched = starts(before.inputs);
  const kept = now.inputs.filter(({ name, schema }) => {
    const old = before.inputs.find((one) => one.name === name);
    return old !== undefined && values[name] !== untouched[name] && isSame(old.schema, schema);
  });
  return Object.fromEntries(kept.map(({ name }) => [name, values[name]]));
}

function isSame(one: Schema | undefined, other: Schema | undefined): boolean {
  const written = (schema: unknown) =>
    JSON.stringify(schema, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
  return written(one) === written(other);
}
