/** The page's own words, in the language of whoever reads it. */

type Words = Readonly<Record<string, string>>;

let words: Words = {};

/** Says everything from now on with these words; what they lack is said in English. */
export function speak(given: Words): void {
  words = given;
}

/**
 * A text of the page's own, which is written in English: `say("Took {time}", { time })`. What the
 * author of an interface wrote stands as it is, and does not go through here.
 */
export function say(english: string, parts: Readonly<Record<string, string | number>> = {}): string {
  const told = words[english] ?? english;
  return told.replace(/\{(\w+)\}/g, (whole, name: string) => String(parts[name] ?? whole));
}
