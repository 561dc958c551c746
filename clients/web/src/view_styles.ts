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
  .code {
    font-family: var(--rf-mono);
    font-size: var(--rf-small);
    tab-size: 4;
  }
  pre.code {
    max-height: 32rem;
    min-height: var(--rf-control);
    margin: 0;
    padding: 0.6rem 0.8rem;
    overflow: auto;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
    background: var(--rf-sunken);
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
  .group,
  .list {
    display: grid;
    gap: 0.85rem;
    padding: 0.85rem;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
  }
  .item {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.5rem;
    align-items: start;
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
  iframe {
    display: block;
    width: 100%;
    height: 20rem;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
    background: #fff;
  }
  .best {
    margin: 0 0 0.6rem;
    font-size: 1.35rem;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .confidence {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0.1rem 0.75rem;
    margin-block-end: 0.45rem;
    font-size: var(--rf-small);
    font-variant-numeric: tabular-nums;
  }
  meter {
    grid-column: 1 / -1;
    width: 100%;
    height: 0.5rem;
  }
  meter::-webkit-meter-bar {
    height: 0.4rem;
    border: 0;
    border-radius: 1rem;
    background: var(--rf-line);
  }
  meter::-webkit-meter-optimum-value {
    border-radius: 1rem;
    background: var(--rf-accent);
  }
  .marked {
    line-height: 2;
  }
  mark {
    --hue: 250;
    padding: 0.1rem 0.3rem;
    border-radius: 0.3rem;
    background: light-dark(hsl(var(--hue) 85% 90%), hsl(var(--hue) 45% 26%));
    color: inherit;
  }
  mark small {
    margin-inline-start: 0.35rem;
    padding: 0 0.3rem;
    border-radius: 0.25rem;
    background: light-dark(hsl(var(--hue) 60% 35%), hsl(var(--hue) 80% 82%));
    color: light-dark(#fff, #111);
    font-size: 0.7rem;
    font-weight: 600;
  }
  mark[data-hue="1"] { --hue: 150; }
  mark[data-hue="2"] { --hue: 25; }
  mark[data-hue="3"] { --hue: 330; }
  mark[data-hue="4"] { --hue: 195; }
  mark[data-hue="5"] { --hue: 50; }
  mark[data-hue="6"] { --hue: 285; }
  mark[data-hue="7"] { --hue: 90; }
  table {
    border-collapse: collapse;
    font-size: var(--rf-small);
    font-variant-numeric: tabular-nums;
  }
  td {
    padding: 0.2rem 0.6rem;
    border: 1px solid var(--rf-line);
    text-align: end;
  }
  .scroll {
    overflow: auto;
    max-height: 24rem;
  }
`;
