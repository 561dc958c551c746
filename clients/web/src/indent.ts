/** The Tab key in fields for code: it indents, and leaves the field after Escape. */

let isLeaving = false;

/** Listens to the keys of a textarea. */
export function indent(event: KeyboardEvent): void {
  const field = event.target as HTMLTextAreaElement;
  const wasLeaving = isLeaving;
  isLeaving = event.key === "Escape" || (isLeaving && event.key === "Shift");
  if (event.key !== "Tab" || wasLeaving || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  const { value, selectionStart, selectionEnd } = field;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const isSeveral = value.slice(selectionStart, selectionEnd).includes("\n");
  event.preventDefault();
  if (!event.shiftKey && !isSeveral) {
    insert("  ");
    return;
  }
  const lines = value.slice(start, selectionEnd);
  const moved = event.shiftKey ? lines.replace(/^( {1,2}|\t)/gm, "") : lines.replace(/^(?=.)/gm, "  ");
  if (moved === lines) {
    return;
  }
  field.setSelectionRange(start, selectionEnd);
  insert(moved);
  const end = start + moved.length;
  field.setSelectionRange(isSeveral ? start : Math.max(start, end - (selectionEnd - selectionStart)), end);
}

/** As if it was typed, so that it can be undone. */
function insert(text: string): void {
  document.execCommand("insertText", false, text);
}
