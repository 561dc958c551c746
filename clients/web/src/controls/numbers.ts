/** Numbers, typed or slid to. */

import { html } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { live } from "lit/directives/live.js";
import { type Draw, type Model } from "../model.js";

interface Bounds {
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** The distance of positions; undefined: any number. */
  readonly step: number | undefined;
  readonly isWhole: boolean;
}

/** A field that a number is typed into. */
export const number: Draw = (model) => typed(model, model.id, boundsOf(model));

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
      aria-invalid=${model.isInvalid}
      aria-describedby=${model.describedBy}
      .value=${live(String(model.value ?? minimum))}
      @input=${(event: Event) => model.change((event.target as HTMLInputElement).valueAsNumber)}
    />
    ${typed(model, `${model.id}-exact`, bounds, "exact value")}
    <span class="bounds" aria-hidden="true"><span>${minimum}</span><span>${maximum}</span></span>
  </div>`;
};

function typed(model: Model, id: string, { minimum, maximum, step, isWhole }: Bounds, name?: string) {
  return html`<input
    id=${id}
    type="number"
    inputmode=${isWhole ? "numeric" : "decimal"}
    min=${ifDefined(minimum)}
    max=${ifDefined(maximum)}
    step=${step ?? (isWhole ? 1 : "any")}
    aria-label=${ifDefined(name)}
    aria-invalid=${model.isInvalid}
    aria-describedby=${model.describedBy}
    .value=${live(model.value === undefined || model.value === null ? "" : String(model.value))}
    @input=${(event: Event) => model.change(read(event.target as HTMLInputElement, isWhole))}
    @keydown=${(event: KeyboardEvent) => event.key === "Enter" && model.submit()}
  />`;
}

/** The number that was typed; a whole one that a number can't hold exactly as a bigint. */
function read(field: HTMLInputElement, isWhole: boolean): number | bigint | undefined {
  if (field.value === "") {
    return undefined;
  }
  const near = field.valueAsNumber;
  return isWhole && !Number.isSafeInteger(near) && /^-?\d+$/.test(field.value) ? BigInt(field.value) : near;
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
