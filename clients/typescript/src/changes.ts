/** Changes to outputs, as a stream tells them. */

import { create } from "@bufbuild/protobuf";
import type { OutputUpdate } from "./gen/rpcface/v1/interface_pb.js";
import { ListValueSchema, StructFieldSchema, ValueSchema, type Value } from "./gen/rpcface/v1/value_pb.js";
import { RpcfaceError } from "./errors.js";

type Kind = Value["kind"];

/**
 * Makes a change to outputs by name. What is above it is copied, so that values which were given
 * out before stay as they are.
 *
 * @throws RpcfaceError where the change leads nowhere.
 */
export function apply(outputs: Map<string, Value>, update: OutputUpdate): void {
  const steps = update.path === "" ? [] : update.path.slice(1).split("/").map(unescaped);
  outputs.set(update.name, changed(outputs.get(update.name), steps, update));
}

function changed(value: Value | undefined, steps: readonly string[], update: OutputUpdate): Value {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return ended(value, update);
  }
  if (value?.kind.case === "listValue") {
    const items = [...value.kind.value.items];
    const index = Number(step);
    if (!/^\d+$/.test(step) || index > items.length) {
      throw lost(update);
    }
    items[index] = changed(items[index], rest, update);
    return made({ case: "listValue", value: create(ListValueSchema, { items }) });
  }
  if (value?.kind.case === "structValue") {
    const fields = [...value.kind.value.fields];
    const found = fields.findIndex(({ name }) => name === step);
    const at = found < 0 ? fields.length : found;
    const inner = changed(fields[at]?.value, rest, update);
    fields[at] = create(StructFieldSchema, { name: step, value: inner });
    return made({ case: "structValue", value: { ...value.kind.value, fields } });
  }
  throw lost(update);
}

function ended(value: Value | undefined, { change, ...update }: OutputUpdate): Value {
  const kind = value?.kind;
  switch (change.case) {
    case "set":
      return change.value;
    case "appendText":
      return made({
        case: "textValue",
        value: (kind?.case === "textValue" ? kind.value : "") + change.value,
      });
    case "appendItems": {
      const before = kind?.case === "listValue" ? kind.value.items : [];
      const items = [...before, ...change.value.items];
      return made({ case: "listValue", value: create(ListValueSchema, { items }) });
    }
    default:
      throw lost({ ...update, change });
  }
}

function made(kind: Kind): Value {
  return create(ValueSchema, { kind });
}

function lost(update: OutputUpdate): RpcfaceError {
  return new RpcfaceError(`the server changed ${update.name}${update.path}, which this client can't follow`);
}

function unescaped(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}
