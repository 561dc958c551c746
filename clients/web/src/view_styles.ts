/** How values are shown. */

import { css } from "lit";

export const views = css`
  output.text {
    display: block;
    min-height: var(--rf-control);
    max-height: 32rem;
    overflow: auto;
    padding: 0.45rem 0.7rem;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
    background: var(--rf-sunken);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  output.nothing {
    display: block;
    min-height: var(--rf-control);
    padding: 0.45rem 0.7rem;
    border: 1px dashed var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
    color: var(--rf-quiet);
  }
  .code {
    font-family: var(--rf-mono);
    font-size: var(--rf-small);
    tab-size: 4;
  }
  .empty {
    min-height: 10rem;
    border: 1px solid var(--rf-line);
    border-radius: var(--rf-radius);
    background: var(--rf-sunken);
  }
  .empty.small {
    min-height: 3.5rem;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.4rem;
  }
`;
