/** Requests as bytes. */

import { type DescMessage, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { sizeOf } from "./frames.js";
import {
  type PredictLiveRequest,
  PredictLiveRequestSchema,
  type PredictRequest,
  PredictRequestSchema,
  type PredictStreamRequest,
  PredictStreamRequestSchema,
} from "./gen/rpcface/v1/interface_pb.js";
import { MediaSchema, TensorSchema, type Value, ValueSchema } from "./gen/rpcface/v1/value_pb.js";

/** From how many bytes on content is worth a way of its own. */
const LARGE = 64 * 1024;

const NOTHING = new Uint8Array(0);

/**
 * The pieces of a message's bytes. protobuf-es copies what is inside of a message once for each
 * message that is around it, and once more; the content of an input that is a large array or a
 * large file is a piece of its own here.
 */
export function encode<D extends DescMessage>(schema: D, message: MessageShape<D>): Uint8Array[] {
  switch (schema.typeName) {
    case PredictRequestSchema.typeName:
      return piecesOf(message as MessageShape<DescMessage> as PredictRequest);
    case PredictStreamRequestSchema.typeName:
    case PredictLiveRequestSchema.typeName: {
      const { call } = message as MessageShape<DescMessage> as PredictStreamRequest | PredictLiveRequest;
      return call === undefined ? [] : inside(schema.field["call"]!.number, piecesOf(call));
    }
    default:
      return [toBinary(schema, message)];
  }
}

function piecesOf(request: PredictRequest): Uint8Array[] {
  const small: Record<string, Value> = {};
  const pieces: Uint8Array[] = [];
  const { number } = PredictRequestSchema.field.inputs;
  for (const [name, value] of Object.entries(request.inputs)) {
    const inner = largePieces(value);
    if (inner === undefined) {
      small[name] = value;
    } else {
      pieces.push(...inside(number, [...inside(1, [new TextEncoder().encode(name)]), ...inside(2, inner)]));
    }
  }
  return [toBinary(PredictRequestSchema, { ...request, inputs: small }), ...pieces];
}

/** The pieces of a large array, or a large file; undefined: it is neither. */
function largePieces({ kind }: Value): Uint8Array[] | undefined {
  if (kind.case === "tensorValue" && kind.value.data.length >= LARGE) {
    const rest = toBinary(TensorSchema, { ...kind.value, data: NOTHING });
    const data = inside(TensorSchema.field.data.number, [kind.value.data]);
    return inside(ValueSchema.field.tensorValue.number, [rest, ...data]);
  }
  const content = kind.case === "mediaValue" ? kind.value.content : undefined;
  if (kind.case === "mediaValue" && content?.case === "data" && content.value.length >= LARGE) {
    const rest = toBinary(MediaSchema, { ...kind.value, content: { case: undefined } });
    const data = inside(MediaSchema.field.data.number, [content.value]);
    return inside(ValueSchema.field.mediaValue.number, [rest, ...data]);
  }
  return undefined;
}

/** A field that holds these pieces. */
function inside(field: number, pieces: readonly Uint8Array[]): Uint8Array[] {
  const head = new BinaryWriter().uint32((field << 3) | 2).uint32(sizeOf(pieces));
  return [head.finish(), ...pieces];
}
