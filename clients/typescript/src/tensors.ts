/** Arrays of numbers, as typed arrays with a shape. */

import { create } from "@bufbuild/protobuf";
import { DataType, TensorSchema, type Tensor as Message } from "./gen/rpcface/v1/value_pb.js";

/** What the elements of a tensor are. A "bool" is a byte, 0 or 1; a "float16" its 16 bits. */
export type ElementType =
  | "bool"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "float16"
  | "float32"
  | "float64";

/** The typed arrays that hold elements. */
export type Elements =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

type Kind = { code: DataType; array: { new (buffer: ArrayBuffer): Elements; BYTES_PER_ELEMENT: number } };

const KINDS: Record<ElementType, Kind> = {
  bool: { code: DataType.BOOL, array: Uint8Array },
  int8: { code: DataType.INT8, array: Int8Array },
  int16: { code: DataType.INT16, array: Int16Array },
  int32: { code: DataType.INT32, array: Int32Array },
  int64: { code: DataType.INT64, array: BigInt64Array },
  uint8: { code: DataType.UINT8, array: Uint8Array },
  uint16: { code: DataType.UINT16, array: Uint16Array },
  uint32: { code: DataType.UINT32, array: Uint32Array },
  uint64: { code: DataType.UINT64, array: BigUint64Array },
  float16: { code: DataType.FLOAT16, array: Uint16Array },
  float32: { code: DataType.FLOAT32, array: Float32Array },
  float64: { code: DataType.FLOAT64, array: Float64Array },
};

const BY_CODE = new Map(
  Object.entries(KINDS).map(([name, kind]) => [kind.code, name as ElementType] as const),
);

/** An array with a shape, its elements in C order: the last dimension runs fastest. */
export class Tensor {
  /**
   * An array; left out, `type` is what the typed array says.
   *
   * @throws RangeError where shape and data differ in length.
   */
  constructor(
    /** The length of each dimension; height, width and channels of an image. */
    readonly shape: readonly number[],
    /** The elements, as many as the shape makes. */
    readonly data: Elements,
    /** What they are. */
    readonly type: ElementType = typeOf(data),
  ) {
    const wanted = shape.reduce((product, length) => product * length, 1);
    if (wanted !== data.length) {
      throw new RangeError(`wanted ${wanted} elements for [${shape.join(", ")}]; came ${data.length}`);
    }
  }

  /**
   * The tensor of a message, whose elements it looks into where they lie so that it can; undefined
   * where they are of a type that is newer than this client.
   *
   * @throws RangeError where shape and data differ in length.
   */
  static fromMessage(message: Message): Tensor | undefined {
    const type = BY_CODE.get(message.dataType);
    if (type === undefined) {
      return undefined;
    }
    const { array } = KINDS[type];
    const { data } = message;
    const isAligned = data.byteOffset % array.BYTES_PER_ELEMENT === 0;
    const whole = isAligned && data.buffer instanceof ArrayBuffer;
    const elements = whole
      ? new (array as never as new (b: ArrayBuffer, o: number, n: number) => Elements)(
          data.buffer as ArrayBuffer,
          data.byteOffset,
          data.length / array.BYTES_PER_ELEMENT,
        )
      : new array(data.slice().buffer);
    return new Tensor(message.shape.map(Number), elements, type);
  }

  /** The message, which looks into the same elements. */
  toMessage(): Message {
    const { buffer, byteOffset, byteLength } = this.data;
    return create(TensorSchema, {
      dataType: KINDS[this.type].code,
      shape: this.shape.map(BigInt),
      data: new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength),
    });
  }
}

/** Whether it is a typed array that can be a tensor's elements. */
export function isElements(given: unknown): given is Elements {
  return ArrayBuffer.isView(given) && !(given instanceof DataView);
}

function typeOf(data: Elements): ElementType {
  if (data instanceof Uint8ClampedArray) {
    return "uint8";
  }
  const name = data.constructor.name.replace("Array", "").toLowerCase();
  const type = name.startsWith("big") ? name.slice(3) : name;
  return (type in KINDS ? type : "uint8") as ElementType;
}
