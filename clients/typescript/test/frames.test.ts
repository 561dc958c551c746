import assert from "node:assert/strict";
import { test } from "node:test";
import {
  credit,
  creditOf,
  decodeFrames,
  encodeFrames,
  Flag,
  type Frame,
  type Outgoing,
  HEAD,
  TOGETHER,
} from "../src/frames.js";

const frame = (call: number, size: number, flags: number = Flag.message): Outgoing => ({
  call,
  flags,
  pieces: [new Uint8Array(size >> 1).fill(call % 256), new Uint8Array(size - (size >> 1)).fill(call % 256)],
});

const whole = ({ call, flags, pieces }: Outgoing): Frame => ({
  call,
  flags,
  data: new Uint8Array(Buffer.concat(pieces)),
});

test("frames come back from messages in their order", () => {
  const frames = [
    frame(1, 0, Flag.open),
    frame(2 ** 32 - 1, 300),
    frame(3, TOGETHER),
    frame(4, 1),
    frame(5, 2 * TOGETHER),
  ];
  const messages = [...encodeFrames(frames)];
  assert.deepEqual(
    messages.flatMap((message) => [...decodeFrames(message)]),
    frames.map(whole),
  );
});

test("what is sent together goes in one message, unless it is long", () => {
  assert.equal([...encodeFrames([frame(1, 10), frame(2, 10), frame(3, 10)])].length, 1);
  const lengths = [...encodeFrames([frame(1, 10), frame(2, TOGETHER), frame(3, 10)])].map(
    ({ length }) => length,
  );
  assert.deepEqual(lengths, [HEAD + 10, HEAD + TOGETHER, HEAD + 10]);
  assert.deepEqual([...encodeFrames([])], []);
});

test("a frame that is cut short is none", () => {
  const [message] = encodeFrames([frame(1, 10)]);
  assert.throws(() => [...decodeFrames(message!.subarray(0, -1))], RangeError);
  assert.throws(() => [...decodeFrames(message!.subarray(0, 5))], RangeError);
  assert.throws(() => creditOf(new Uint8Array(3)), RangeError);
  assert.equal(creditOf(credit(2 ** 32 - 1)), 2 ** 32 - 1);
});
