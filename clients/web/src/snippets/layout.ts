/** Code that stands on one line where there is room, and else has a line for each part. */

/** A piece of code: on one line as it is, or a group that may be laid out. */
export type Code = string | Group;

/** Parts between an opening and a closing, separated by commas: a call, a list, an object. */
export interface Group {
  readonly open: string;
  /** Each part, and what stands right before it: a name. */
  readonly parts: readonly (readonly [before: string, part: Code])[];
  readonly close: string;
  /** What stands within the brackets where all is on one line: " " in an object of JavaScript. */
  readonly space?: string;
  /** Whether the last of several lines ends with a comma too. */
  readonly endsWithComma?: boolean;
}

const WIDTH = 88;

/**
 * The code as text.
 *
 * @param step How many columns a part stands further right.
 * @param indent The column that its first line begins at.
 * @param used The column that the code itself begins at, and what stands behind it.
 */
export function laid(code: Code, step: number, indent = 0, used = indent): string {
  const flat = flattened(code);
  if (typeof code === "string" || code.parts.length === 0 || used + flat.length <= WIDTH) {
    return flat;
  }
  const inner = indent + step;
  const lines = code.parts.map(
    ([before, part]) => `${" ".repeat(inner)}${before}${laid(part, step, inner, inner + before.length + 1)}`,
  );
  const end = `${code.endsWithComma ? "," : ""}\n${" ".repeat(indent)}`;
  return `${code.open}\n${lines.join(",\n")}${end}${code.close}`;
}

/** The code on one line. */
export function flattened(code: Code): string {
  if (typeof code === "string") {
    return code;
  }
  const { open, parts, close, space = "" } = code;
  const inside = parts.map(([before, part]) => `${before}${flattened(part)}`).join(", ");
  return inside === "" ? `${open}${close}` : `${open}${space}${inside}${space}${close}`;
}
