/** What a person is told of a call that failed: at its inputs, or else as a notice. */

import { Code, RpcfaceError } from "@rpcface/client";
import type { Component } from "@rpcface/client/protos";
import type { Faults } from "./model.js";
import { say } from "./words.js";

/** Something that the person is told. */
export interface Notice {
  readonly level: "info" | "success" | "warning" | "error";
  readonly text: string;
}

/** What is wrong with inputs, by their names, and what is to be said of the rest. */
export interface Told {
  readonly faults: Readonly<Record<string, Faults>>;
  readonly notice: Notice | undefined;
}

/** Tells what went wrong with a call that takes these inputs. */
export function told(thrown: unknown, inputs: readonly Component[]): Told {
  const error = thrown instanceof RpcfaceError ? thrown : new RpcfaceError(String(thrown));
  const names = new Set(inputs.map(({ name }) => name));
  const faults: Record<string, Record<string, string>> = {};
  const others: string[] = [];
  for (const { field, description } of error.violations) {
    const [, name, pointer = ""] = /^inputs\.([^/]+)(.*)$/.exec(field) ?? [];
    if (name !== undefined && names.has(name)) {
      const there = (faults[name] ??= {});
      there[pointer] = pointer in there ? `${there[pointer]}\n${description}` : description;
    } else {
      others.push(`${field}: ${description}`);
    }
  }
  if (Object.keys(faults).length === 0) {
    return { faults, notice: noticeOf(error) };
  }
  return { faults, notice: others.length > 0 ? { level: "error", text: others.join("\n") } : undefined };
}

/** What a call ended with, for a person. The server's own sentences stand as they are. */
export function noticeOf(thrown: unknown): Notice {
  const error = thrown instanceof RpcfaceError ? thrown : new RpcfaceError(String(thrown));
  if (error.code === Code.Unavailable) {
    return { level: "warning", text: say("The server went away before it had answered. What you entered is still here.") };
  }
  if (error.reason === "STATE_REFUSED") {
    return { level: "error", text: say("The server can't go on with this conversation. Clear begins a new one.") };
  }
  return { level: "error", text: error.message };
}
