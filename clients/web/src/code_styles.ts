/** How code is shown. */

import { css } from "lit";

export const code = css`
  .panel {
    margin-block-start: 0.5rem;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) + 4px);
    background: var(--rf-panel);
    box-shadow: var(--rf-shadow);
    overflow: hidden;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
    padding: 0.4rem 0.6rem;
    border-block-end: 1px solid var(--rf-line);
  }
  [role="tablist"] {
    display: flex;
    gap: 0.15rem;
    overflow-x: auto;
    padding: 0.2rem;
    margin: -0.2rem;
  }
  button {
    flex: none;
    white-space: nowrap;
  }
  @media (max-width: 30rem) {
    button[role="tab"] {
      padding-inline: 0.3rem;
    }
  }
  [role="tab"][aria-selected="true"].plain:not(:disabled) {
    background: var(--rf-accent-soft);
    color: var(--rf-accent-strong);
  }
  pre {
    margin: 0;
    padding: 1rem 1.1rem;
    max-height: 28rem;
    overflow: auto;
    background: var(--rf-sunken);
    font-size: var(--rf-small);
    line-height: 1.6;
    tab-size: 4;
  }
  pre code {
    font-size: 1em;
  }
  pre:focus-visible {
    outline-offset: -2px;
  }
  p {
    margin: 0;
    padding: 0.6rem 1.1rem 0;
    color: var(--rf-quiet);
    font-size: var(--rf-small);
  }
  p:last-child {
    padding-block-end: 0.7rem;
  }
  .comment {
    color: var(--rf-quiet);
  }
  .string {
    color: var(--rf-success);
  }
  .word {
    color: var(--rf-accent-strong);
  }
  .number {
    color: var(--rf-warning);
  }
`;
