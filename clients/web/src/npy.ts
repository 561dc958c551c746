/** NumPy's file format for one array, version 1 and 2, little-endian and in C order. */

import { Tensor, type ElementType, type Elements } from "@rpcface/client";
import { say } from "./words.js";

const MAGIC = "\u0093NUMPY";

const CODES: Readonly<Record<ElementType, string>> = {
  bool: "|b1",
  int8: "|i1",
  uint8: "|u1",
  int16: "<i2",
  int32: "<i4",
  int64: "<i8",
  uint16: "<u2",
  uint32: "<u4",
  uint64: "<u8",
  float16: "<f2",
  float32: "<f4",
  float64: "<f8",
};

const ARRAYS = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** The file of a tensor. */
export function npyOf({ shape, data, type }: Tensor): Blob {
  const told = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const header = `{'descr': '${CODES[type]}', 'fortran_order': False, 'shape': ${told}, }`;
  const length = Math.ceil((header.length + 11) / 64) * 64 - 10;
  const head = new Uint8Array(10 + length);
  head.set(Array.from(`${MAGIC}\u0001\u0000`, (letter) => letter.charCodeAt(0)));
  new DataView(head.buffer).setUint16(8, length, true);
  head.set(new TextEncoder().encode(`${header.padEnd(length - 1)}\n`), 10);
  return new Blob([head, data as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" });
}

/** The tensor of a file. @throws Error that says why it can't be read. */
export async function readNpy(file: Blob): Promise<Tensor> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const head = String.fromCharCode(...bytes.slice(0, 6));
  if (head !== MAGIC) {
    throw new Error(say("A file in NumPy's format .npy is wanted."));
  }
  const view = new DataView(bytes.buffer);
  const [from, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const header = new TextDecoder().decode(bytes.slice(from, from + length));
  const code = /'descr':\s*'([^']+)'/.exec(header)?.[1] ?? "";
  const type = (Object.keys(CODES) as ElementType[]).find((one) => CODES[one] === code);
  const isTurned = /'fortran_order':\s*True/.test(header);
  if (type === undefined || isTurned) {
    throw new Error(say("Arrays of the type {type} can't be read here.", { type: isTurned ? "Fortran" : code }));
  }
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? "").split(",").map((one) => one.trim()).filter(Boolean);
  const content = bytes.slice(from + length).buffer;
  return new Tensor(shape.map(Number), new ARRAYS[type](content) as Elements, type);
}
