/** How a field is laid out, and the controls of a plain form. */

import { css } from "lit";

export const field = css`
  :host {
    display: block;
    min-width: 0;
  }
  .name {
    font-weight: 550;
    font-size: var(--rf-small);
    color: var(--rf-ink);
    overflow-wrap: anywhere;
  }
  .stacked > .name,
  .head {
    display: block;
    margin-block-end: 0.3rem;
  }
  .head {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 0.5rem;
  }
  .inline {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    min-height: 1.5rem;
  }
  .inline .name {
    order: 1;
    font-size: var(--rf-text);
    font-weight: 400;
  }
  .inline .none {
    order: 2;
    margin-inline-start: auto;
  }
  .cell:has(> [type="checkbox"]) {
    display: grid;
    place-items: center;
    min-height: var(--rf-control);
  }
  button.none {
    margin-block: -0.2rem;
    padding: 0.1rem 0.45rem;
    border-color: var(--rf-line);
  }
  button.none[aria-pressed="true"] {
    border-color: var(--rf-accent);
    background: var(--rf-accent-soft);
    color: var(--rf-accent-strong);
  }
  .help,
  .fault {
    margin: 0.3rem 0 0;
    font-size: var(--rf-small);
    color: var(--rf-quiet);
    overflow-wrap: anywhere;
  }
  .fault {
    color: var(--rf-danger);
    font-weight: 500;
  }
  .fault p {
    margin: 0;
  }
  .row {
    display: flex;
    gap: 0.5rem;
    align-items: center;
  }
  .loading {
    min-height: var(--rf-control);
  }
  .slider {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 6.5rem;
    column-gap: 0.75rem;
    align-items: center;
  }
  .slider input[type="range"] {
    width: 100%;
    margin: 0;
  }
  .bounds {
    display: flex;
    justify-content: space-between;
    color: var(--rf-quiet);
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  textarea {
    min-height: calc(var(--least, 1) * 1.5em + 1rem);
    max-height: calc(var(--most, 20) * 1.5em + 1rem);
  }
  select:has(:checked[value="-1"]) {
    color: var(--rf-quiet);
  }
  .count {
    display: block;
    margin-block-start: 0.2rem;
    color: var(--rf-quiet);
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
`;
