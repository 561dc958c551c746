/** Which of the files that are given are taken, and why others are not. */

import type { Description } from "@rpcface/client";
import { sized } from "./media_names.js";
import type { Taking } from "./taking.js";
import { say } from "./words.js";

/** What becomes of files that are given. */
export interface Admitted {
  readonly files: readonly File[];
  /** Why others are not among them, in words for who gave them. */
  readonly problems: readonly string[];
}

/** Those files that a place takes which has so many already. */
export function admitted(
  given: readonly File[],
  taking: Taking,
  count: number,
  server: Description | undefined,
): Admitted {
  const reasons = given.map((file) => refusal(file, taking, server));
  const problems = reasons.filter((reason) => reason !== undefined);
  const files = given.filter((_, at) => reasons[at] === undefined);
  const room = taking.maxFiles === 1 ? 1 : taking.maxFiles - count;
  if (files.length > room) {
    problems.push(
      taking.maxFiles === 1
        ? say("Only one file is taken; this is the first")
        : say("At most {n} files are taken; the others were left out", { n: taking.maxFiles }),
    );
  }
  return { files: files.slice(0, room), problems };
}

/** Why a file is not taken; undefined: it is, as far as its name, type and length tell. */
function refusal(file: File, taking: Taking, server: Description | undefined): string | undefined {
  const { name } = file;
  if (!isWanted(file, taking)) {
    return say("{name} is not taken here: it wants {kinds}", { name, kinds: kindsOf(taking) });
  }
  const most = Math.min(taking.maxBytes, greatest(server));
  if (file.size > most) {
    const sizes = { size: sized(file.size), most: sized(most) };
    return say("{name} is too large: it has {size}, and at most {most} are taken", { name, ...sizes });
  }
  return undefined;
}

/** Whether its type and name are wanted. A type that the browser does not know is the server's to see. */
export function isWanted({ name, type }: File, { mediaTypes, extensions }: Taking): boolean {
  const ending = name.toLowerCase();
  const hasType = mediaTypes.length === 0 || type === "" || mediaTypes.some((wanted) => isOf(type, wanted));
  return hasType && (extensions.length === 0 || extensions.some((one) => ending.endsWith(one.toLowerCase())));
}

/** Whether a media type is one, or of the kind, of a pattern such as "image/*". */
function isOf(type: string, pattern: string): boolean {
  return pattern.endsWith("/*") ? pattern === "*/*" || type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

/** The greatest file that a server takes, with a call or before it. */
function greatest(server: Description | undefined): number {
  return Math.max(server?.maxBlobBytes ?? 0, server?.maxRequestBytes ?? 0) || Infinity;
}

function kindsOf({ mediaTypes, extensions }: Taking): string {
  const names = mediaTypes.map((type) => type.replace(/\/\*$/, "").replace(/^\w+\/(x-)?/, ""));
  return [...extensions, ...new Set(names)].join(", ");
}
