/** What a control draws, and whom it tells. */

import type { Input, Media, Output } from "@rpcface/client";
import type { Component } from "@rpcface/client/protos";
import type { CSSResult, TemplateResult } from "lit";

/** What is wrong with a value: texts by JSON Pointers into it, "" being the value itself. */
export type Faults = Readonly<Record<string, string>>;

/** One input or output as it stands on the page. */
export interface Model {
  readonly component: Component;
  /** undefined: there is none; an input is left out then. */
  readonly value: Input | Output;
  /** Whether it only shows its value. */
  readonly isOutput: boolean;
  readonly isInvalid: boolean;
  /** Whether it stands in a table, whose head has its name. */
  readonly isCell: boolean;
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
  /** What is wrong with a part, an item's place or a field's name; whoever asks tells of it. */
  readonly faultsOf: (part: number | string) => Faults;
}

/** Where the content of a file that the server holds is found; "": it is not here yet. */
export interface AddressOf {
  (media: Media): string;
  /** Brings it here; undefined: it is where its address says. */
  bring?(media: Media): Promise<string>;
}

/** Draws a control, or a view of an output. */
export interface Draw {
  (model: Model): TemplateResult;
  /** Its own looks, beside those that all fields have. */
  readonly styles?: CSSResult;
  /** Whether it is several elements, so that its label names a group. */
  readonly isGroup?: boolean;
  /** Whether a person can empty it: what takes null needs no other way to say that then. */
  readonly canBeEmpty?: boolean;
  /** What is copied of an output. */
  readonly textOf?: (model: Model) => string;
}

/** The presentation that the author asked for: hints, never rules. */
export function prop<T extends string | number | boolean>(model: Model, name: string, usual: T): T {
  const given = model.component.props?.[name];
  return typeof given === typeof usual ? (given as T) : usual;
}
