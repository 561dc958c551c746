/** What the parts of the page share in looks. */

import { css } from "lit";

/** Lengths, fonts and the ring of what has the focus. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host([hidden]) {
    display: none;
  }
  :focus-visible {
    outline: 2px solid var(--rf-accent);
    outline-offset: 2px;
  }
  a {
    color: var(--rf-accent);
  }
  code,
  pre {
    font-family: var(--rf-mono);
    font-size: 0.92em;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** Buttons. */
export const buttons = css`
  button {
    min-height: var(--rf-control);
    padding: 0.4rem 0.9rem;
    border: 1px solid var(--rf-line);
    border-radius: var(--rf-radius);
    background: var(--rf-panel);
    color: var(--rf-ink);
    font: 500 var(--rf-text) / 1.3 var(--rf-font);
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    border-color: var(--rf-line-strong);
  }
  button:disabled {
    opacity: 0.55;
    cursor: default;
  }
  button.primary {
    border-color: var(--rf-accent);
    background: var(--rf-accent);
    color: var(--rf-on-accent);
  }
  button.primary:hover:not(:disabled) {
    border-color: var(--rf-accent-strong);
    background: var(--rf-accent-strong);
  }
  button.plain {
    min-height: 0;
    padding: 0.25rem 0.5rem;
    border-color: transparent;
    background: none;
    color: var(--rf-quiet);
    font-size: var(--rf-small);
  }
  button.plain:hover:not(:disabled) {
    background: var(--rf-sunken);
    color: var(--rf-ink);
  }
`;

/** Fields that are typed into or chosen from. */
export const fields = css`
  input:not([type="checkbox"], [type="radio"], [type="range"], [type="color"], [type="file"]),
  textarea,
  select {
    width: 100%;
    min-height: var(--rf-control);
    padding: 0.45rem 0.7rem;
    border: 1px solid var(--rf-line-strong);
    border-radius: calc(var(--rf-radius) - 2px);
    background: var(--rf-panel);
    color: inherit;
    font: inherit;
  }
  textarea {
    display: block;
    resize: vertical;
    field-sizing: content;
    line-height: 1.5;
  }
  input::placeholder,
  textarea::placeholder {
    color: var(--rf-quiet);
    opacity: 1;
  }
  input:disabled,
  textarea:disabled,
  select:disabled {
    background: var(--rf-sunken);
  }
  [aria-invalid="true"]:is(input, textarea, select) {
    border-color: var(--rf-danger);
    box-shadow: 0 0 0 1px var(--rf-danger);
  }
  input[type="checkbox"],
  input[type="radio"],
  input[type="range"] {
    accent-color: var(--rf-accent);
  }
  input[type="checkbox"],
  input[type="radio"] {
    width: 1.05rem;
    height: 1.05rem;
    margin: 0;
    flex: none;
  }
`;
