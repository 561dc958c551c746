/** One call in several languages. */

import { type Call, type Language } from "./call.js";
import { curl } from "./curl.js";
import { python } from "./python.js";
import { shell } from "./shell.js";
import { typescript } from "./typescript.js";

const WRITERS: Readonly<Record<Language, (call: Call) => string>> = { python, typescript, curl, shell };

/** Code that makes the call; it ends with a line feed. */
export function snippet(language: Language, call: Call): string {
  return WRITERS[language](call);
}

/** Whether a language can reach the server. */
export function canReach(language: Language, { addresses }: Call): boolean {
  return addresses.grpc !== "" || language === "typescript" || language === "curl";
}
