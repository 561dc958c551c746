/** Buttons that are a picture. */

import { css, html } from "lit";
import { icons } from "./icons.js";

/** A button with a picture, which says its name to those who hover or hear it. */
export function tool(icon: keyof typeof icons, name: string, act: (event: Event) => void, isDisabled = false) {
  return html`<button
    type="button"
    class="tool"
    aria-label=${name}
    title=${name}
    ?disabled=${isDisabled}
    @click=${act}
  >
    ${icons[icon]}
  </button>`;
}

/** How they look, and the line that they stand in. */
export const tools = css`
  button.tool,
  a.tool {
    display: inline-grid;
    flex: none;
    place-items: center;
    width: 1.875rem;
    height: 1.875rem;
    min-height: 0;
    padding: 0;
    border: 0;
    border-radius: calc(var(--rf-radius) - 4px);
    background: none;
    color: var(--rf-quiet);
    cursor: pointer;
  }
  .tool:hover:not(:disabled) {
    background: var(--rf-sunken);
    color: var(--rf-ink);
  }
  .about {
    display: flex;
    align-items: center;
    gap: 0.15rem;
    min-height: 1.875rem;
    margin: 0;
    color: var(--rf-quiet);
    font-size: var(--rf-small);
    font-variant-numeric: tabular-nums;
  }
  .about .facts {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    gap: 0 0.6rem;
    min-width: 0;
    padding-inline-start: 0.1rem;
  }
  .about .named {
    overflow: hidden;
    max-width: 100%;
    color: var(--rf-ink);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .told {
    margin: 0.3rem 0 0;
    color: var(--rf-danger);
    font-size: var(--rf-small);
  }
`;
