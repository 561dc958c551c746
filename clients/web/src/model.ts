/** What a control draws, and whom it tells. */

import type { Input, Media, Output } from "@rpcface/client";
import type { Component } from "@rpcface/client/protos";
import type { TemplateResult } from "lit";

/** One input or output as it stands on the page. */
export interface Model {
  readonly component: Component;
  /** undefined: there is none; an input is left out then. */
  readonly value: Input | Output;
  /** Whether it only shows its value. */
  readonly isOutput: boolean;
  readonly isInvalid: boolean;
  /** The id of the element that the label stands for. */
  readonly id: string;
  /** The ids of what describes it: its help and its error; "" without. */
  readonly describedBy: string;
  /** Takes another value. */
  readonly change: (value: Input | undefined) => void;
  /** Asks for a call, as Enter does where it fits. */
  readonly submit: () => void;
  /** Where the content of a file that the server holds is found. */
  readonly addressOf: AddressOf;
}

/** Where the content of a file that the server holds is found; "": it is not here yet. */
export interface AddressOf {
  (media: Media): string;
  /** Brings it here; undefined: it is where its address says. */
  bring?(media: Media): Promise<string>;
}

/** Draws a control, or a view of an output. */
export type Draw = (model: Model) => TemplateResult;

/** The presentation that the author asked for: hints, never rules. */
export function prop<T extends string | number | boolean>(model: Model, name: string, usual: T): T {
  const given = model.component.props?.[name];
  return typeof given === typeof usual ? (given as T) : usual;
}
