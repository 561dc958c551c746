import assert from "node:assert/strict";
import { test } from "node:test";
import { create, type DescMessage, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { encode } from "../src/encoding.js";
import { Media, Tensor, toValue } from "../src/index.js";
import {
  PredictLiveRequestSchema,
  PredictRequestSchema,
  PredictStreamRequestSchema,
  WriteBlobRequestSchema,
} from "../src/protos.js";

/** Asserts that the bytes say the same as those that protobuf-es makes. */
function same<D extends DescMessage>(schema: D, message: MessageShape<D>): void {
  assert.deepEqual(
    fromBinary(schema, new Uint8Array(Buffer.concat(encode(schema, message)))),
    fromBinary(schema, toBinary(schema, message)),
  );
}

const LARGE = new Uint8Array(100_000).fill(7);

const INPUTS = {
  nothing: {},
  "small ones": { text: "a", list: [1, 2.5, null], file: new Blob(["a"]), none: new Uint8Array(0) },
  "a large array": { img: new Tensor([100, 500, 2], LARGE) },
  "large numbers": { numbers: new Float64Array(20_000).fill(0.5) },
  "a large file": { file: new Media("text/plain", LARGE, "ä.txt") },
  "a large file in a list": { files: [new Media("text/plain", LARGE)] },
  "a held file": { file: new Media("text/plain", undefined, "", "some-id") },
  "all of them": { "ä🙂": new Tensor([100_000], LARGE), text: "a", file: new Media("a/b", LARGE), "": LARGE },
};

for (const [name, inputs] of Object.entries(INPUTS)) {
  test(`a request with ${name} is the message that it is`, async () => {
    const made = await Promise.all(
      Object.entries(inputs).map(async ([key, given]) => [key, await toValue(given)] as const),
    );
    const call = create(PredictRequestSchema, {
      interfaceName: "some",
      inputs: Object.fromEntries(made),
      accept: ["a/b", "c/d"],
      state: LARGE,
      requestId: "id",
      maxInlineBytes: 2n ** 40n,
    });
    same(PredictRequestSchema, call);
    same(PredictStreamRequestSchema, create(PredictStreamRequestSchema, { call }));
    same(PredictLiveRequestSchema, create(PredictLiveRequestSchema, { call }));
  });
}

test("other messages are what they are, and so are empty ones", () => {
  same(WriteBlobRequestSchema, create(WriteBlobRequestSchema, { id: "a", data: LARGE, offsetBytes: 5n }));
  same(PredictStreamRequestSchema, create(PredictStreamRequestSchema));
  same(PredictLiveRequestSchema, create(PredictLiveRequestSchema));
});
