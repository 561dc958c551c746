/** The frames of the socket: see docs/socket.md. */

/** What the data of a frame are. */
export const Flag = { message: 0x00, end: 0x02, open: 0x04, cancel: 0x08, credit: 0x10 } as const;

/** Bytes before a frame's data. */
export const HEAD = 9;

/** Messages of a call that each side may send before the other gives credit. */
export const CREDIT = 32;

export const NOTHING = new Uint8Array(0);

/** A part of a call. */
export interface Frame {
  readonly call: number;
  readonly flags: number;
  readonly data: Uint8Array;
}

/** One message of the socket: frames, one after the other. */
export function encodeFrames(frames: readonly Frame[]): Uint8Array<ArrayBuffer> {
  const size = frames.reduce((sum, frame) => sum + HEAD + frame.data.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { call, flags, data } of frames) {
    view.setUint32(at, call);
    view.setUint8(at + 4, flags);
    view.setUint32(at + 5, data.length);
    bytes.set(data, at + HEAD);
    at += HEAD + data.length;
  }
  return bytes;
}

/**
 * The frames of one message; their data look into it.
 *
 * @throws RangeError where a frame is cut short.
 */
export function* decodeFrames(bytes: Uint8Array): Generator<Frame> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const start = at + HEAD;
    const end = start > bytes.length ? Infinity : start + view.getUint32(at + 5);
    if (end > bytes.length) {
      throw new RangeError(`wanted a whole frame at byte ${at}; came ${bytes.length - at} bytes`);
    }
    yield {
      call: view.getUint32(at),
      flags: view.getUint8(at + 4),
      data: bytes.subarray(start, end),
    };
    at = end;
  }
}

/** The data of a frame that gives credit for so many messages. */
export function credit(count: number): Uint8Array {
  const data = new Uint8Array(4);
  new DataView(data.buffer).setUint32(0, count);
  return data;
}

/** How many messages a frame gives credit for. */
export function creditOf(data: Uint8Array): number {
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(0);
}
