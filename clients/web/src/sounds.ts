/** Samples as a file that browsers play. */

import type { Tensor } from "@rpcface/client";

/** A WAV of 16 bits; samples are [frames] or [frames, channels], whole numbers or from -1 to 1. */
export function waveFile(rate: number, { shape, data, type }: Tensor): Blob {
  const [frames = 0, channels = 1] = shape;
  const scale = type.startsWith("float") ? 32767 : type === "int32" ? 1 / 65536 : 1;
  const samples = new Int16Array(frames * channels);
  const numbers = data as ArrayLike<number>;
  for (let at = 0; at < samples.length; at += 1) {
    samples[at] = Math.max(-32768, Math.min(32767, Math.round(numbers[at]! * scale)));
  }
  const head = new DataView(new ArrayBuffer(44));
  const word = (at: number, text: string) => [...text].forEach((one, i) => head.setUint8(at + i, one.charCodeAt(0)));
  word(0, "RIFF");
  head.setUint32(4, 36 + samples.byteLength, true);
  word(8, "WAVEfmt ");
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, channels, true);
  head.setUint32(24, rate, true);
  head.setUint32(28, rate * channels * 2, true);
  head.setUint16(32, channels * 2, true);
  head.setUint16(34, 16, true);
  word(36, "data");
  head.setUint32(40, samples.byteLength, true);
  return new Blob([head.buffer, samples.buffer], { type: "audio/wav" });
}
