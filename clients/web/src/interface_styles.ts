/** How an interface is laid out. */

import { css } from "lit";

export const panel = css`
  :host {
    display: block;
    max-width: var(--rf-width);
    margin-inline: auto;
  }
  :host([slim]) {
    max-width: 46rem;
  }
  header {
    margin-block: 0 1.25rem;
  }
  header p.plain {
    color: var(--rf-quiet);
  }
  p.plain {
    max-width: 46rem;
    margin: 0 0 0.75rem;
    overflow-wrap: anywhere;
  }
  h1 {
    margin: 0 0 0.25rem;
    font-family: var(--rf-heading);
    font-size: var(--rf-title);
    font-weight: var(--rf-weight);
    letter-spacing: -0.015em;
    line-height: 1.25;
    text-wrap: balance;
  }
  .sides {
    display: grid;
    gap: var(--rf-gap);
    align-items: start;
  }
  @media (min-width: 52rem) {
    .two {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.1rem;
    padding: 1.25rem;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) + 4px);
    background: var(--rf-panel);
    box-shadow: var(--rf-shadow);
  }
  h1:focus-visible {
    outline: none;
  }
  .outputs,
  .fields {
    display: grid;
    gap: 1.1rem;
  }
  .fields {
    padding-block: 0.75rem 0.25rem;
  }
  rf-progress {
    margin-block: -0.2rem -0.55rem;
  }
  .more summary {
    color: var(--rf-quiet);
    font-size: var(--rf-small);
    font-weight: 550;
    cursor: pointer;
  }
  .buttons {
    display: grid;
    grid-template-columns: 1fr 2fr;
    gap: 0.6rem;
  }
  .buttons:not(:has(.primary)) {
    grid-template-columns: 1fr;
  }
  rf-examples,
  rf-prose {
    display: block;
    margin-block-start: 1.25rem;
  }
  header rf-prose {
    margin-block-start: 0.25rem;
    color: var(--rf-quiet);
  }
`;
