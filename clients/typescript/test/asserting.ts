/** What several tests assert. */

import assert from "node:assert/strict";
import { RpcfaceError } from "../src/index.js";

/** The error of a call that must fail. */
export async function refusal(call: Promise<unknown>): Promise<RpcfaceError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof RpcfaceError, String(error));
    return error;
  }
  assert.fail("it did not fail");
}

/** All that an iterable gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) {
    found.push(item);
  }
  return found;
}

/** Waits until it holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await holds())) {
    assert.ok(performance.now() < end, "it did not come to hold in ten seconds");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
