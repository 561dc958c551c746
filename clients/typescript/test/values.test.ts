import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  type Client,
  connect,
  fromValue,
  InputError,
  type Input,
  Tensor,
  toValue,
  Unfit,
} from "../src/index.js";
import { type Schema, SchemaSchema, TensorSchema, ValueSchema } from "../src/protos.js";
import { refusal } from "./asserting.js";
import { Server } from "./serving.js";

let server: Server;
let client: Client;

before(async () => {
  server = await Server.start();
  client = await connect(server.address, { timeoutMs: 20_000 });
});

after(async () => {
  client.close();
  await server.stop();
});

const WHOLE = create(SchemaSchema, { shape: { case: "intShape", value: {} } });
const REAL = create(SchemaSchema, { shape: { case: "floatShape", value: {} } });
const REALS = create(SchemaSchema, { shape: { case: "listShape", value: { item: REAL } } });

/** The kind of the value and what it holds. */
async function made(given: Input, schema?: Schema): Promise<unknown[]> {
  const { kind } = await toValue(given, schema);
  return [kind.case, kind.value];
}

async function unfit(given: unknown, schema?: Schema): Promise<string> {
  try {
    await toValue(given as Input, schema);
  } catch (fault) {
    assert.ok(fault instanceof Unfit, String(fault));
    return `${fault.pointer}: ${fault.message}`;
  }
  assert.fail("it is fit");
}

test("a number is what the input wants", async () => {
  assert.deepEqual(await made(3), ["intValue", 3n]);
  assert.deepEqual(await made(3, WHOLE), ["intValue", 3n]);
  assert.deepEqual(await made(3, REAL), ["intValue", 3n]);
  assert.deepEqual(await made(3n, REAL), ["intValue", 3n]);
  assert.deepEqual(await made(2 ** 60, REAL), ["floatValue", 2 ** 60]);
  assert.deepEqual(await made(2n ** 70n, REAL), ["floatValue", 2 ** 70]);
  assert.deepEqual(await made(3.5, WHOLE), ["floatValue", 3.5]);
  assert.deepEqual(await made(-0), ["floatValue", -0]);
  assert.deepEqual(await made(NaN), ["floatValue", NaN]);
  assert.deepEqual(await made(1e300), ["floatValue", 1e300]);
  assert.deepEqual(await made(2n ** 63n - 1n), ["intValue", 2n ** 63n - 1n]);
  assert.match(await unfit(2 ** 60, WHOLE), /wanted a bigint .* came the number 1152921504606847000/);
  assert.match(await unfit(2n ** 63n), /wanted a whole number from -2\^63 to 2\^63-1/);
});

test("typed arrays are lists where the input wants one", async () => {
  const value = await toValue(new Float32Array([1, 2.5]), REALS);
  assert.deepEqual(fromValue(value), [1, 2.5]);
  assert.deepEqual((await made(new BigInt64Array([5n]), REALS))[0], "listValue");
  assert.ok(fromValue(await toValue(new Int16Array([1, 2]))) instanceof Tensor);
});

test("what can't travel is told with its place", async () => {
  const circle: unknown[] = [];
  circle.push(circle);
  assert.equal(await unfit(undefined), ": wanted a value that can travel; came undefined");
  assert.match(await unfit({ a: [1, { "b/c": () => 1 }] }), /^\/a\/1\/b~1c: .* came function$/);
  assert.match(await unfit([1, undefined]), /^\/1: .* came undefined$/);
  assert.match(await unfit({ a: new Map() }), /^\/a: .* came a Map$/);
  assert.match(await unfit([new Set()]), /^\/0: .* came a Set$/);
  assert.match(await unfit(new Date(NaN)), /came an invalid Date$/);
  assert.match(await unfit(["a\ud800"]), /^\/0: wanted text; came half of a letter/);
  assert.match(await unfit(circle), /wanted lists and structs at most 24 deep; came deeper ones$/);
});

test("a field that is undefined is left out, and what has no prototype is a struct", async () => {
  assert.deepEqual(fromValue(await toValue({ a: undefined, b: null })), { b: null });
  assert.deepEqual(fromValue(await toValue(Object.assign(Object.create(null), { a: 1 }))), { a: 1 });
});

test("values come back from the server as they were", async () => {
  const value = {
    text: "ä🙂",
    list: [1, 2.5, null, true, [], {}],
    big: 2n ** 60n,
    deep: { "": [{ a: "b" }] },
  };
  assert.deepEqual(await client.interface("same").predict({ value }), { output: value });
});

test("the function gets whole numbers as ints, as those of JSON are", async () => {
  const { output } = await client.interface("kinds").predict({ whole: 3, real: 3, anything: 3.5 });
  assert.deepEqual(output, { whole: "int", real: "int", anything: "float" });
});

test("violations name the input and the place in it", async () => {
  const error = await refusal(client.interface("mark").predict({ marks: ["a", 3] }));
  assert.ok(error instanceof InputError);
  assert.deepEqual(
    error.violations.map(({ field }) => field),
    ["inputs.marks/1"],
  );
  const strange = await refusal(
    client.interface("mark").predict({ marks: ["a", [new Map() as never]], no: 1 }),
  );
  assert.ok(strange instanceof InputError);
  assert.deepEqual(
    strange.violations.map(({ field }) => field),
    ["inputs.marks/1/0", "inputs.no"],
  );
});

test("null is told where an input must be there, and undefined takes the default", async () => {
  const error = await refusal(client.interface("shift").predict({ numbers: [1], by: null }));
  assert.ok(error instanceof InputError);
  assert.match(error.message, /^inputs\.by: wanted/);
  assert.deepEqual(await client.interface("shift").predict({ numbers: [1], by: undefined }), { output: [2] });
});

test("a Date is a day where the input wants one", async () => {
  const when = new Date("2026-11-24T23:30:00Z");
  assert.deepEqual(await client.interface("day").predict({ when }), { output: "2026-11-24" });
});

test("a picture without a type is known by how it begins", async () => {
  const img = new Tensor([2, 3, 3], new Uint8Array(18));
  const { output } = await client.interface("invert").predict({ img });
  const bytes = await (output as never as { bytes(): Promise<Uint8Array> }).bytes();
  for (const picture of [bytes, new Blob([bytes as never]), bytes.slice().buffer]) {
    assert.deepEqual(await client.interface("form").predict({ picture }), { output: [2, 3, 3] });
  }
});

test("pixels in memory go without a codec", async () => {
  class ImageData {
    readonly data = new Uint8ClampedArray([1, 2, 3, 255, 10, 10, 10, 0]);
    readonly height = 1;
    readonly width = 2;
  }
  const globals = globalThis as { ImageData?: unknown };
  const before = globals.ImageData;
  globals.ImageData = ImageData;
  try {
    const accept = ["application/vnd.rpcface.value"];
    const { output } = await client
      .interface("invert")
      .predict({ img: new ImageData() as never }, { accept });
    assert.ok(output instanceof Tensor);
    assert.deepEqual([...output.shape], [1, 2, 3]);
    assert.deepEqual([...output.data], [254, 253, 252, 0, 0, 0]); // what is clear is white
  } finally {
    globals.ImageData = before;
  }
});

test("tensors keep their types, wherever their bytes lie", async () => {
  for (const data of [
    new Float64Array([1, 2]),
    new Float32Array([1, 2]),
    new Int8Array([1, -2]),
    new BigUint64Array([1n]),
  ]) {
    const value = await toValue(data);
    assert.deepEqual(fromValue(value), new Tensor([data.length], data));
  }
  const bytes = new Uint8Array(new ArrayBuffer(17), 1); // as they lie in a message
  const message = create(TensorSchema, { dataType: 12, shape: [2n], data: bytes });
  const tensor = Tensor.fromMessage(message);
  assert.deepEqual([tensor?.type, [...(tensor?.data ?? [])]], ["float64", [0, 0]]);
  assert.throws(() => new Tensor([2, 2], new Uint8Array(3)), /wanted 4 elements for \[2, 2\]; came 3/);
});

test("a value gives the same tensor each time, so that who shows it sees that it is the same", async () => {
  const value = await toValue(new Float32Array([1, 2]));

  assert.equal(fromValue(value), fromValue(value));
});

test("what is newer than this client is undefined", () => {
  const tensor = {
    case: "tensorValue",
    value: { dataType: 99, shape: [1n], data: new Uint8Array(1) },
  } as const;
  assert.equal(fromValue(create(ValueSchema, { kind: tensor as never })), undefined);
  assert.equal(fromValue(create(ValueSchema, {})), undefined);
});
