/** Calls that end when their reader leaves. */

/**
 * The messages of a call, which ends when one of the signals is aborted, or its reader leaves.
 * connect-es alone would not tell the server, and keep its timer, until it is read from again.
 */
export async function* leavable<T>(
  signals: readonly (AbortSignal | undefined)[],
  call: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T, void> {
  const leaving = new AbortController();
  const signal = either(leaving.signal, ...signals);
  const messages = call(signal)[Symbol.asyncIterator]();
  letGo(messages, signal);
  try {
    for (let next = await messages.next(); !next.done; next = await messages.next()) {
      yield next.value;
    }
  } finally {
    leaving.abort();
  }
}

/** Reads on from a call once it is over, so that it lets go of what it has. */
export function letGo(messages: AsyncIterator<unknown>, signal: AbortSignal): void {
  async function readOn(): Promise<void> {
    while (!(await messages.next()).done) {
      // what is left of it is dropped
    }
  }
  signal.addEventListener("abort", () => void readOn().catch(() => undefined), { once: true });
}

/** What others wait for too, unless one of the signals is aborted before: it fails with its reason. */
export async function unlessLeft<T>(
  shared: Promise<T>,
  ...signals: readonly (AbortSignal | undefined)[]
): Promise<T> {
  const signal = either(...signals);
  signal.throwIfAborted();
  let leave = () => {};
  try {
    return await new Promise<T>((resolve, reject) => {
      leave = () => reject(signal.reason as Error);
      signal.addEventListener("abort", leave, { once: true });
      shared.then(resolve, reject);
    });
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

/** A signal that is aborted with the first of these. */
export function either(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}
