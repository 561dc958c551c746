/** Numbers, typed or slid to. */

import type { Input, Output } from "@rpcface/client";
import { html } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { live } from "lit/directives/live.js";
import { draft } from "../drafts.js";
import { entry } from "../entry.js";
import { type Draw, type Model } from "../model.js";
import { say } from "../words.js";
import { isPlainEnter, placeholder } from "./texts.js";

interface Bounds {
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** The distance of positions; undefined: any number. */
  readonly step: number | undefined;
  readonly isWhole: boolean;
}

const LIKE = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const WHOLE = /^[+-]?\d+$/;
const STRANGE: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, infinity: Infinity, "∞": Infinity };

/** A field that a number is typed into; the arrow keys go up and down. */
export const number: Draw = Object.assign((model: Model) => typed(model, model.id, boundsOf(model)), {
  canBeEmpty: true,
});

/** A slider, with a field beside it that takes the same number exactly. */
export const slider: Draw = (model) => {
  const bounds = boundsOf(model);
  const { minimum = 0, maximum = 100, isWhole } = bounds;
  const step = bounds.step ?? (isWhole ? 1 : fine(maximum - minimum));
  return html`<div class="slider">
    <input
      id=${model.id}
      type="range"
      min=${minimum}
      max=${maximum}
      step=${step}
      aria-describedby=${model.describedBy}
      .value=${live(String(typeof model.value === "object" ? minimum : (model.value ?? minimum)))}
      @input=${(event: Event) => model.change((event.target as HTMLInputElement).valueAsNumber)}
      @keydown=${(event: KeyboardEvent) => isPlainEnter(event) && model.submit()}
    />
    ${typed(model, `${model.id}-exact`, bounds, say("exact value"))}
    <span class="bounds" aria-hidden="true"><span>${minimum}</span><span>${maximum}</span></span>
  </div>`;
};

function typed(model: Model, id: string, bounds: Bounds, name?: string) {
  const { value } = model;
  const read = (text: string) => numberIn(text, bounds.isWhole);
  return html`<input
    id=${id}
    class="number"
    type="text"
    role="spinbutton"
    inputmode=${(bounds.minimum ?? -1) < 0 ? "text" : bounds.isWhole ? "numeric" : "decimal"}
    autocomplete="off"
    placeholder=${placeholder(model)}
    aria-label=${ifDefined(name)}
    aria-valuenow=${ifDefined(typeof value === "number" && Number.isFinite(value) ? value : undefined)}
    aria-valuemin=${ifDefined(bounds.minimum)}
    aria-valuemax=${ifDefined(bounds.maximum)}
    aria-invalid=${model.isInvalid}
    aria-describedby=${model.describedBy}
    ${entry(value, String, read)}
    @input=${(event: Event) => model.change(read((event.target as HTMLInputElement).value))}
    @keydown=${(event: KeyboardEvent) => {
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (way !== undefined && !event.altKey) {
        event.preventDefault();
        model.change(stepped(value, way, bounds));
      } else if (isPlainEnter(event)) {
        model.submit();
      }
    }}
  />`;
}

/** The number that was typed, all of its digits: one that a number can't hold exactly is a bigint. */
export function numberIn(text: string, isWhole: boolean): Input | undefined {
  const plain = text.trim().replace("−", "-").replace(/^([^.,]*\d),(\d+)$/, withPoint);
  if (plain === "") {
    return undefined;
  }
  const strange = STRANGE[plain.replace(/^[+-]/, "").toLowerCase()];
  if (strange !== undefined && !isWhole) {
    return plain.startsWith("-") ? -strange : strange;
  }
  if (!LIKE.test(plain)) {
    return draft(text, isWhole ? say("A whole number is wanted.") : say("A number is wanted."));
  }
  const near = Number(plain);
  if (!WHOLE.test(plain) || Number.isSafeInteger(near)) {
    return near;
  }
  const exact = BigInt(plain.replace("+", ""));
  return BigInt.asIntN(64, exact) === exact ? exact : draft(text, say("A number of at most 64 bits is wanted."));
}

/** "1,5" is one and a half to many; "1,500" may be either, and is none. */
function withPoint(whole: string, before: string, after: string): string {
  return after.length === 3 ? whole : `${before}.${after}`;
}

/** The next number up or down, within the bounds. */
function stepped(value: Input | Output, way: number, { minimum, maximum, step, isWhole }: Bounds): Input {
  const distance = step ?? (isWhole || minimum === undefined || maximum === undefined ? 1 : fine(maximum - minimum));
  if (typeof value === "bigint") {
    return value + BigInt(way * Math.ceil(distance));
  }
  if (typeof value !== "number" || !Number.isFinite(value)) {
    return minimum ?? 0;
  }
  const next = Number((value + way * distance).toPrecision(15));
  return Math.min(Math.max(next, minimum ?? -Infinity), maximum ?? Infinity);
}

function boundsOf({ component }: Model): Bounds {
  const shape = component.schema?.shape;
  if (shape?.case !== "intShape" && shape?.case !== "floatShape") {
    return { minimum: undefined, maximum: undefined, step: undefined, isWhole: false };
  }
  const { minimum, maximum, step } = shape.value;
  return {
    minimum: minimum === undefined ? undefined : Number(minimum),
    maximum: maximum === undefined ? undefined : Number(maximum),
    step: Number(step) > 0 ? Number(step) : undefined,
    isWhole: shape.case === "intShape",
  };
}

/** A step that gives a slider a few hundred positions. */
function fine(range: number): number {
  return 10 ** Math.floor(Math.log10(range / 100 || 1));
}
