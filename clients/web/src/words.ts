/** The page's own words, in the language of whoever reads it. */

/** What the page says, by what it says in English. */
export type Words = Readonly<Record<string, string>>;

let words: Words = {};
let spoken = "en";

/**
 * Says everything from now on with these words; what they lack is said in English. `tag` is the
 * language and region by which numbers are written: "de-AT".
 */
export function speak(given: Words, tag: string): void {
  words = given;
  spoken = tag;
}

/** The language that the page speaks, as a tag: "de-AT". */
export function tongue(): string {
  return spoken;
}

/**
 * A text of the page's own, which is written in English: `say("Took {time}", { time })`. What the
 * author of an interface wrote stands as it is, and does not go through here.
 */
export function say(english: string, parts: Readonly<Record<string, string | number>> = {}): string {
  const told = words[english] ?? english;
  return told.replace(/\{(\w+)\}/g, (whole, name: string) => String(parts[name] ?? whole));
}
