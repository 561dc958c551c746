/** What happens to a call that is watched. */

import type { PredictStreamResponse } from "./gen/rpcface/v1/interface_pb.js";
import { AlertLevel } from "./gen/rpcface/v1/interface_pb.js";
import { durationMs } from "@bufbuild/protobuf/wkt";
import type { Output } from "./natural.js";

/** Outputs by name. */
export type Outputs = Record<string, Output>;

/** How far one part of a function is. */
export interface Bar {
  /** Units done. */
  readonly done: number;
  /** Units in all; 0: not known. */
  readonly total: number;
  /** What is counted, such as "steps"; may be empty. */
  readonly unit: string;
  /** What it is doing; may be empty. */
  readonly text: string;
}

/** Something that happened to a call. */
export type CallEvent =
  | {
      /** It waits for its turn. */
      readonly kind: "queued";
      /** How many calls run before it. */
      readonly position: number;
      /** The expected wait; undefined: not known. */
      readonly waitMs: number | undefined;
    }
  | {
      /** The function started. */
      readonly kind: "started";
    }
  | {
      /** The function said how far it is. */
      readonly kind: "progress";
      /** Every bar there is now, the outermost first. */
      readonly bars: readonly Bar[];
    }
  | {
      /** The function has something to tell the person. */
      readonly kind: "alert";
      /** How it is meant. */
      readonly level: "info" | "success" | "warning";
      /** What it tells. */
      readonly text: string;
    }
  | {
      /** Outputs that are not the last. */
      readonly kind: "updated";
      /** The outputs as they are by now. */
      readonly outputs: Outputs;
      /** The names of those that changed. */
      readonly changed: readonly string[];
    }
  | {
      /** The outcome; nothing follows. */
      readonly kind: "finished";
      /** The outputs. */
      readonly outputs: Outputs;
      /** The names of those that the outcome has; others are as they were before. */
      readonly changed: readonly string[];
      /** How long the function ran. */
      readonly durationMs: number;
    };

type Told = Exclude<PredictStreamResponse["event"], { case: "updates" | "result" | undefined }>;

/** An event that has no outputs. */
export function eventOf(event: Told): CallEvent {
  switch (event.case) {
    case "queued": {
      const { position, wait } = event.value;
      return {
        kind: "queued",
        position: Number(position),
        waitMs: wait === undefined ? undefined : durationMs(wait),
      };
    }
    case "started":
      return { kind: "started" };
    case "progress":
      return { kind: "progress", bars: event.value.bars };
    case "alert":
      return { kind: "alert", level: LEVELS[event.value.level] ?? "info", text: event.value.text };
  }
}

const LEVELS: Partial<Record<AlertLevel, "info" | "success" | "warning">> = {
  [AlertLevel.INFO]: "info",
  [AlertLevel.SUCCESS]: "success",
  [AlertLevel.WARNING]: "warning",
};
