/** Copying text. */

/** Puts text on the clipboard, also on pages without TLS; whether that went well. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** As pages copied before there was an API for it, which browsers keep from pages without TLS. */
function copySelected(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.style.position = "fixed";
  field.style.opacity = "0";
  const focused = focusedIn(document);
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return isCopied;
}

function focusedIn(root: DocumentOrShadowRoot): HTMLElement | undefined {
  const found = root.activeElement;
  return (found?.shadowRoot && focusedIn(found.shadowRoot)) ?? (found instanceof HTMLElement ? found : undefined);
}
