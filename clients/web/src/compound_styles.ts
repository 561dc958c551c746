/** How lists, structs and tables are laid out; what lies within another is only indented. */

import { css } from "lit";

export const compounds = css`
  .group,
  .list {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.85rem;
    padding: var(--inset, 0.85rem);
    border: solid var(--rf-line);
    border-width: var(--edge, 1px);
    border-radius: var(--corner, calc(var(--rf-radius) - 2px));
  }
  .list {
    gap: 0.5rem;
  }
  .group > *,
  .list > * {
    --inset: 0 0 0 0.75rem;
    --edge: 0 0 0 2px;
    --corner: 0;
  }
  .item {
    display: grid;
    grid-template-columns: 1.25rem minmax(0, 1fr) auto;
    gap: 0.4rem;
    align-items: start;
  }
  .place {
    padding-block-start: 0.55rem;
    color: var(--rf-quiet);
    font-size: var(--rf-small);
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .moves {
    display: flex;
    white-space: nowrap;
  }
  .moves button.plain {
    min-width: 1.6rem;
    min-height: var(--rf-control);
    padding: 0;
  }
  .add {
    justify-self: start;
  }
  .told {
    margin: 0;
    color: var(--rf-quiet);
    font-size: var(--rf-small);
  }
  .wide {
    overflow-x: auto;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
  }
  .wide table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--rf-small);
    font-variant-numeric: tabular-nums;
  }
  .wide :is(th, td) {
    padding: 0.3rem 0.35rem;
    border: 0;
    text-align: start;
    vertical-align: top;
  }
  .wide :is(th, td):first-child {
    width: 1.25rem;
    padding-inline-start: 0.6rem;
    color: var(--rf-quiet);
  }
  .wide tbody tr {
    border-block-start: 1px solid var(--rf-line);
  }
  .wide th {
    color: var(--rf-quiet);
    font-weight: 550;
    white-space: nowrap;
  }
  .wide.entered td {
    min-width: 5.25rem;
    padding-inline: 0.25rem;
  }
  .wide + .add {
    margin-block-start: 0.5rem;
  }
  .wide.entered td:is(:first-child, :last-child) {
    min-width: 0;
    padding-block-start: 0.45rem;
  }
  .wide.entered td:first-child {
    padding-block-start: 0.8rem;
  }
  .wide.read :is(th, td) {
    padding: 0.4rem 0.6rem;
    overflow-wrap: anywhere;
  }
  .wide.read .amount {
    text-align: end;
    white-space: nowrap;
  }
  .wide td.wrong {
    padding-block-start: 0;
    color: var(--rf-danger);
    font-weight: 500;
  }
  .tall {
    max-height: 26rem;
    overflow-y: auto;
  }
  .items {
    margin: 0;
    padding-inline-start: 2rem;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .item .items {
    padding-block: 0.45rem;
  }
  .items li::marker {
    color: var(--rf-quiet);
    font-size: var(--rf-small);
  }
  @media (max-width: 30rem) {
    .list {
      padding: var(--inset, 0.6rem);
    }
    .item {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .item > .place,
    .wide.entered :is(th, td):first-child {
      display: none;
    }
    .wide.entered td:not(:last-child) {
      min-width: 4.75rem;
    }
  }
`;
