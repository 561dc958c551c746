/** Words of a POSIX shell. */

/** A word as a shell takes it for itself, whatever is in it but NUL. */
export function word(text: string): string {
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A text within a here-document that puts in what commands give: what would do so stands for itself. */
export function within(text: string): string {
  return text.replace(/[\\$`]/g, "\\$&");
}
