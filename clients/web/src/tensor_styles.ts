/** How arrays of numbers are shown. */

import { css } from "lit";

export const tensorStyles = css`
  .tensor .wide {
    width: fit-content;
    max-width: 100%;
    max-height: 24rem;
    overflow: auto;
    border: 1px solid var(--rf-line-strong);
    border-radius: calc(var(--rf-radius) - 2px);
  }
  .tensor .wide.read {
    border-color: var(--rf-line);
  }
  .tensor table {
    border-collapse: collapse;
    font-size: var(--rf-small);
    font-variant-numeric: tabular-nums;
  }
  .tensor td {
    padding: 0;
    border: 1px solid var(--rf-line);
    border-width: 0 1px 1px 0;
    text-align: end;
  }
  .tensor tr:last-child td {
    border-block-end: 0;
  }
  .tensor td:last-child {
    border-inline-end: 0;
  }
  .tensor .read td {
    padding: 0.25rem 0.6rem;
    white-space: nowrap;
  }
  .tensor td input {
    width: 5rem;
    min-height: 2rem;
    padding: 0.2rem 0.5rem;
    border: 0;
    border-radius: 0;
    text-align: end;
  }
  .tensor td input:focus-visible {
    outline-offset: -2px;
  }
  .tensor:has([aria-invalid="true"]) .wide {
    border-color: var(--rf-danger);
  }
  .tensor td input[aria-invalid="true"] {
    box-shadow: none;
  }
  .below {
    justify-content: space-between;
    margin-block-start: 0.3rem;
  }
  .told,
  .sizer {
    color: var(--rf-quiet);
    font-size: var(--rf-small);
    font-variant-numeric: tabular-nums;
  }
  .sizer {
    display: inline-flex;
    align-items: center;
    margin: 0.3rem 1rem 0 0;
  }
  .sizer button.plain {
    min-width: 1.75rem;
    min-height: 1.75rem;
    padding: 0;
  }
  .file {
    padding: 0.15rem 0.4rem;
    border-radius: var(--rf-radius);
    color: var(--rf-quiet);
    font-size: var(--rf-small);
    font-weight: 500;
    cursor: pointer;
  }
  .file:hover {
    background: var(--rf-sunken);
    color: var(--rf-ink);
  }
  .file:focus-within {
    outline: 2px solid var(--rf-accent);
  }
`;
