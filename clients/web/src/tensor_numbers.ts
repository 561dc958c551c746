/** The elements of tensors as numbers, and numbers as elements. */

import { Tensor, type ElementType, type Elements } from "@rpcface/client";
import { DataType, type TensorShape } from "@rpcface/client/protos";

type Numbers = ArrayLike<number | bigint>;

/** The elements as numbers, also where they are bits of halves. */
export function numbersOf({ data, type }: Tensor): Numbers {
  return type === "float16" ? Float32Array.from(data as Uint16Array, fromHalf) : data;
}

/** A tensor of numbers that are there in C order. @throws RangeError where shape and numbers differ in length. */
export function tensorOf(shape: readonly number[], numbers: readonly (number | bigint)[], type: ElementType): Tensor {
  return new Tensor(shape, elementsOf(numbers, type), type);
}

function elementsOf(numbers: readonly (number | bigint)[], type: ElementType): Elements {
  switch (type) {
    case "bool":
      return Uint8Array.from(numbers, (one) => (one ? 1 : 0));
    case "float16":
      return Uint16Array.from(numbers, (one) => toHalf(Number(one)));
    case "int64":
      return BigInt64Array.from(numbers, whole);
    case "uint64":
      return BigUint64Array.from(numbers, whole);
    default:
      return new ARRAYS[type](numbers.map(Number));
  }
}

const ARRAYS = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
};

function whole(one: number | bigint): bigint {
  return typeof one === "bigint" ? one : BigInt(Math.trunc(one));
}

/** The type that a tensor is entered as: the one with the most room of those that are valid. */
export function entryType({ dataTypes }: TensorShape): ElementType {
  const valid = dataTypes.map((code) => (DataType[code] ?? "").toLowerCase() as ElementType);
  const [first] = ROOMY.filter((type) => valid.length === 0 || valid.includes(type));
  return first ?? "float64";
}

const ROOMY: readonly ElementType[] = [
  ...(["float64", "float32", "float16", "int64", "int32", "int16", "int8"] as const),
  ...(["uint64", "uint32", "uint16", "uint8", "bool"] as const),
];

/** Whether elements of a type have no fraction. */
export function isWholeType(type: ElementType): boolean {
  return !type.startsWith("float");
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) {
    return fraction ? NaN : sign * Infinity;
  }
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

function toHalf(value: number): number {
  if (Number.isNaN(value)) {
    return 0x7e00;
  }
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65520) {
    return sign | 0x7c00;
  }
  const exponent = size < 2 ** -14 ? -14 : Math.floor(Math.log2(size));
  const fraction = even(size / 2 ** (exponent - 10));
  return sign | (size < 2 ** -14 ? fraction : ((exponent + 15) << 10) + (fraction - 1024));
}

/** To the nearest whole number, of two as near to the even one. */
function even(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
