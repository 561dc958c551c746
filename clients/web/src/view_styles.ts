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
  .tools {
    justify-content: end;
    margin-block-start: 0.3rem;
  }
  .files {
    display: grid;
    gap: 0.35rem;
    margin: 0.4rem 0 0;
    padding: 0;
    list-style: none;
  }
  .files li {
    display: flex;
    gap: 0.6rem;
    align-items: center;
    padding: 0.35rem 0.6rem;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
    background: var(--rf-panel);
  }
  .files span {
    flex: 1;
    overflow-wrap: anywhere;
  }
  .files small {
    color: var(--rf-quiet);
  }
  .gallery {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr));
    gap: 0.6rem;
  }
  figure {
    margin: 0;
  }
  figcaption {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 0.4rem;
    font-size: var(--rf-small);
  }
  audio {
    display: block;
    width: 100%;
  }
`;
