/** The outputs of a call, as they come. */

import { durationMs } from "@bufbuild/protobuf/wkt";
import { apply } from "./changes.js";
import { eventOf, type CallEvent, type Outputs } from "./events.js";
import type { Interface, PredictResponse, PredictStreamResponse } from "./gen/rpcface/v1/interface_pb.js";
import type { Value } from "./gen/rpcface/v1/value_pb.js";
import { fromValue } from "./natural.js";

/** Follows a call: what its outputs are by now, from what is shown before it on. */
export class Outcome {
  readonly #values = new Map<string, Value>();
  /** The state that the result carried; undefined: there was no result yet. */
  state: Uint8Array | undefined;

  constructor(described: Interface) {
    for (const { name, defaultValue } of described.outputs) {
      if (defaultValue !== undefined) {
        this.#values.set(name, defaultValue);
      }
    }
  }

  /** The event that a message tells; undefined: one that is newer than this client. */
  take({ event }: PredictStreamResponse): CallEvent | undefined {
    switch (event.case) {
      case undefined:
        return undefined;
      case "updates":
        for (const update of event.value.updates) {
          apply(this.#values, update);
        }
        return {
          kind: "updated",
          outputs: this.outputs(),
          changed: [...new Set(event.value.updates.map(({ name }) => name))],
        };
      case "result":
        return this.finish(event.value);
      default:
        return eventOf(event);
    }
  }

  /** The event that the result tells. */
  finish({ outputs, state, duration }: PredictResponse): CallEvent & { kind: "finished" } {
    for (const [name, value] of Object.entries(outputs)) {
      this.#values.set(name, value);
    }
    this.state = state;
    return {
      kind: "finished",
      outputs: this.outputs(),
      changed: Object.keys(outputs),
      durationMs: duration === undefined ? 0 : durationMs(duration),
    };
  }

  /** The outputs by now. */
  outputs(): Outputs {
    return Object.fromEntries([...this.#values].map(([name, value]) => [name, fromValue(value)]));
  }
}
