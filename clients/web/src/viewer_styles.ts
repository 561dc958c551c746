/** How pictures look that are as large as the window. */

import { css } from "lit";

export const look = css`
  dialog {
    width: 100vw;
    max-width: none;
    height: 100dvh;
    max-height: none;
    padding: 0;
    border: 0;
    background: var(--rf-page);
    color: var(--rf-ink);
  }
  dialog[open] {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    padding: 0.4rem 0.75rem 0.4rem 1rem;
    border-block-end: 1px solid var(--rf-line);
    background: var(--rf-panel);
  }
  .title {
    flex: 1 1 4rem;
    overflow: hidden;
    min-width: 4rem;
    font-weight: 550;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .group {
    display: flex;
    align-items: center;
  }
  .count {
    min-width: 3.5rem;
    color: var(--rf-quiet);
    font-size: var(--rf-small);
    font-variant-numeric: tabular-nums;
    text-align: center;
  }
  [aria-pressed="true"] {
    background: var(--rf-accent-soft) !important;
    color: var(--rf-accent-strong) !important;
  }
  .room {
    position: relative;
    overflow: hidden;
    touch-action: none;
    user-select: none;
  }
  .room:focus-visible {
    outline-offset: -3px;
  }
  .movable {
    cursor: grab;
  }
  .movable:active {
    cursor: grabbing;
  }
  .held {
    position: absolute;
    top: 50%;
    left: 50%;
    background: repeating-conic-gradient(light-dark(#e4e4ea, #30303a) 0 25%, light-dark(#fafafc, #22222a) 0 50%)
      0 0 / 1.25rem 1.25rem;
  }
  :is(.shown, .other) {
    position: absolute;
    inset: 0;
  }
  :is(.shown, .other) > * {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: contain;
    pointer-events: none;
  }
  .sharp :is(img, canvas) {
    image-rendering: pixelated;
  }
  [data-both] .shown {
    clip-path: inset(0 0 0 var(--share));
  }
  [data-both] .other {
    clip-path: inset(0 calc(100% - var(--share)) 0 0);
  }
  .divider {
    position: absolute;
    inset-block: 0;
    left: var(--share);
    width: 2.5rem;
    translate: -50%;
    touch-action: none;
    cursor: ew-resize;
  }
  .divider::before {
    position: absolute;
    inset-block: 0;
    inset-inline-start: calc(50% - 1px);
    width: 2px;
    background: #fff;
    box-shadow: 0 0 0 1px rgb(0 0 0 / 35%);
    content: "";
  }
  .divider::after {
    position: absolute;
    top: 50%;
    left: 50%;
    width: 2rem;
    height: 2rem;
    border-radius: 50%;
    background: #fff
      url('data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="%23333" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><path d="M6 4 2.5 8 6 12M10 4l3.5 4-3.5 4"/></svg>')
      center / 1.1rem no-repeat;
    box-shadow: 0 1px 4px rgb(0 0 0 / 45%);
    translate: -50% -50%;
    content: "";
  }
  .divider:focus-visible {
    outline: none;
  }
  .divider:focus-visible::after {
    box-shadow: 0 0 0 3px var(--rf-accent);
  }
  .tag {
    position: absolute;
    inset-block-start: 0.6rem;
    max-width: 40%;
    overflow: hidden;
    padding: 0.1rem 0.5rem;
    border-radius: 1rem;
    background: rgb(0 0 0 / 65%);
    color: #fff;
    font-size: var(--rf-small);
    text-overflow: ellipsis;
    white-space: nowrap;
    pointer-events: none;
  }
  .tag.start {
    left: 0.6rem;
  }
  .tag.end {
    right: 0.6rem;
  }
  .undrawn {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    margin: 0;
    color: var(--rf-quiet);
  }
  @media (max-width: 40rem) {
    .bar {
      padding-inline-start: 0.75rem;
    }
    .title {
      flex-basis: calc(100% - 6rem);
    }
    .bar > :is(.group, .compare) {
      order: 1;
    }
  }
`;
