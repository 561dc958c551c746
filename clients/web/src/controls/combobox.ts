/** One of many, or several, in a list that unfolds and is found by letters. */

import { css, html } from "lit";
import type { Input } from "@rpcface/client";
import "../combobox.js";
import type { Draw, Model } from "../model.js";
import { say } from "../words.js";
import { isSeveral, optionsOf } from "./choices.js";

const styles = css`
  rf-combobox {
    display: block;
    position: relative;
  }
  rf-combobox::after {
    content: "";
    position: absolute;
    inset-block-end: 1.05rem;
    inset-inline-end: 0.85rem;
    width: 0.42rem;
    height: 0.42rem;
    border: solid var(--rf-quiet);
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(45deg);
    pointer-events: none;
  }
  rf-combobox input {
    padding-inline-end: 2rem !important;
  }
  rf-combobox ul {
    position: absolute;
    z-index: 3;
    inset-inline: 0;
    max-height: 17rem;
    margin: 0.25rem 0 0;
    padding: 0.25rem;
    overflow: auto;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
    background: var(--rf-panel);
    box-shadow: 0 6px 24px rgb(0 0 0 / 14%);
    list-style: none;
  }
  rf-combobox ul[hidden] {
    display: none;
  }
  rf-combobox li {
    min-height: 2rem;
    padding: 0.3rem 0.6rem;
    border-radius: calc(var(--rf-radius) - 5px);
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  rf-combobox li:hover,
  rf-combobox li.reached {
    background: var(--rf-sunken);
  }
  rf-combobox li[aria-selected="true"] {
    background: var(--rf-accent-soft);
    color: var(--rf-accent-strong);
  }
  rf-combobox li.reached {
    outline: 2px solid var(--rf-accent);
    outline-offset: -2px;
  }
  rf-combobox li.none {
    background: none;
    color: var(--rf-quiet);
    cursor: default;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
    align-items: center;
    margin-block-end: 0.4rem;
  }
  .chips small {
    color: var(--rf-quiet);
    font-variant-numeric: tabular-nums;
  }
  button.chip {
    display: inline-flex;
    gap: 0.4rem;
    align-items: center;
    min-height: 1.75rem;
    padding: 0.1rem 0.55rem;
    border-color: transparent;
    background: var(--rf-accent-soft);
    color: var(--rf-accent-strong);
    font-size: var(--rf-small);
  }
  .chip span {
    font-size: 0.7rem;
    opacity: 0.75;
  }
`;

/** A field with a list below it; where any text is valid, what is typed is taken too. */
export const combobox: Draw = Object.assign(
  (model: Model) => {
    const shape = model.component.schema?.shape;
    const choices = shape?.case === "listShape" ? shape.value.item?.shape : shape;
    return html`<rf-combobox
      .options=${optionsOf(model)}
      .value=${model.value}
      .isSeveral=${isSeveral(model)}
      .most=${shape?.case === "listShape" ? Number(shape.value.maxItems) : 0}
      .takesText=${choices?.case === "choiceShape" && choices.value.allowCustom}
      .for=${model.id}
      .describedBy=${model.describedBy}
      .isInvalid=${model.isInvalid}
      .hint=${model.value === null ? say("None") : isSeveral(model) ? say("Add…") : say("Choose…")}
      @rf-chosen=${(event: CustomEvent<Input | undefined>) => model.change(event.detail)}
      @rf-submit=${() => model.submit()}
    ></rf-combobox>`;
  },
  { styles, canBeEmpty: true },
);
