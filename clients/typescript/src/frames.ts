/** The frames of the socket: see docs/socket.md. */

/** What the data of a frame are. */
export const Flag = { message: 0x00, end: 0x02, open: 0x04, cancel: 0x08, credit: 0x10 } as const;

/** Bytes before a frame's data. */
export const HEAD = 9;

/** Messages of a call that each side may send before the other gives credit. */
export const CREDIT = 32;

/** Bytes from which on what is sent together goes in several messages of the socket. */
export const TOGETHER = 64 * 1024;

/** A part of a call. */
export interface Frame {
  readonly call: number;
  readonly flags: number;
  readonly data: Uint8Array;
}

/** A frame that is to be sent: its data are the pieces, one after the other. */
export interface Outgoing {
  readonly call: number;
  readonly flags: number;
  readonly pieces: readonly Uint8Array[];
}

/** How long pieces are together. */
export function sizeOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

/**
 * The messages of the socket for frames, in their order. Each holds as many as are not too long
 * together, and at least one.
 */
export function* encodeFrames(frames: readonly Outgoing[]): Generator<Uint8Array<ArrayBuffer>> {
  const sizes = frames.map(({ pieces }) => HEAD + sizeOf(pieces));
  for (let from = 0; from < frames.length;) {
    let size = sizes[from]!;
    let to = from + 1;
    for (; to < frames.length && size + sizes[to]! <= TOGETHER; to += 1) {
      size += sizes[to]!;
    }
    yield joined(frames.slice(from, to), size);
    from = to;
  }
}

function joined(frames: readonly Outgoing[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { call, flags, pieces } of frames) {
    view.setUint32(at, call);
    view.setUint8(at + 4, flags);
    view.setUint32(at + 5, sizeOf(pieces));
    at += HEAD;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
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
  for (let at = 0; at < bytes.length;) {
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

/**
 * How many messages a frame gives credit for.
 *
 * @throws RangeError where it does not say.
 */
export function creditOf(data: Uint8Array): number {
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(0);
}
