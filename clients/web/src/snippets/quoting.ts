/** Words of a POSIX shell. */

/** From how many characters on a word is too long for a command: Linux takes 128 KiB in UTF-8. */
export const LONGEST = 30_000;

/** A word as a shell takes it for itself, whatever is in it but NUL. */
export function word(text: string): string {
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A text within a here-document that puts in what commands give: what would do so stands for itself. */
export function within(text: string): string {
  return text.replace(/[\\$`]/g, "\\$&");
}
