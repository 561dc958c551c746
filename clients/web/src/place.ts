/** Where on the page one is: an interface, and values for its inputs, behind "#". */

/** What a hash names: "#sepia?strength=0.5". */
export interface Place {
  /** The interface; undefined: none is named. */
  readonly name: string | undefined;
  /** Words for inputs, by their names; `links.ts` reads and writes them. */
  readonly words: Readonly<Record<string, string>>;
}

/** The place that a hash names. */
export function readPlace(hash: string): Place {
  const [, name = "", query = ""] = /^#?([^?]*)\??(.*)$/s.exec(hash) ?? [];
  return { name: decoded(name) || undefined, words: Object.fromEntries(new URLSearchParams(query)) };
}

/** The hash that names an interface, and inputs. */
export function place(name: string, words: Place["words"] = {}): string {
  const query = new URLSearchParams(words).toString();
  return `#${encodeURIComponent(name)}${query && `?${query}`}`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a "%" that stands for itself
  }
}
