/** What a call can end with, other than success. */

import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "./gen/google/rpc/error_details_pb.js";

/** One field at fault. */
export interface Violation {
  /** Which: "inputs.NAME", with a JSON Pointer behind for a part of it. */
  readonly field: string;
  /** What was wanted and what came. */
  readonly description: string;
}

/** Why a call failed; an empty string where the server did not say. */
export type Reason =
  | "INPUT_INVALID"
  | "INTERFACE_UNKNOWN"
  | "INTERFACE_CHANGED"
  | "STATE_REFUSED"
  | "REQUEST_ID_REUSED"
  | "BLOB_GONE"
  | "QUEUE_FULL"
  | "LIMIT_EXCEEDED"
  | "FUNCTION_REFUSED"
  | "FUNCTION_FAILED"
  | "WORKER_LOST"
  | "SHUTTING_DOWN"
  | "REQUEST_MALFORMED"
  | "OUTPUT_INVALID"
  | "BLOB_DAMAGED"
  | "BLOB_OFFSET_BEYOND"
  | "UNAUTHENTICATED"
  | "PERMISSION_DENIED"
  | ""
  | (string & {});

/** What is known of an error. */
export interface ErrorDetails {
  /** gRPC's status code; otherwise UNKNOWN. */
  readonly code?: Code;
  /** Why the call failed. */
  readonly reason?: Reason;
  /** The fields at fault. */
  readonly violations?: readonly Violation[];
  /** More about it. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Seconds after which trying again can help. */
  readonly retryAfter?: number | undefined;
  /** What was thrown before it. */
  readonly cause?: unknown;
}

/** Everything that a call ends with other than success. */
export class RpcfaceError extends Error {
  /** That of the class. */
  override readonly name: string = "RpcfaceError";
  /** gRPC's status code. */
  readonly code: Code;
  /** The `rpcface.v1.ErrorReason`, without its prefix. */
  readonly reason: Reason;
  /** The fields at fault. */
  readonly violations: readonly Violation[];
  /** More about it, such as the name of the limit that was exceeded. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Seconds after which trying again can help. */
  readonly retryAfter: number | undefined;

  /** An error for a program's own tests; a call makes its own. */
  constructor(message: string, options: ErrorDetails = {}) {
    super(message, { cause: options.cause });
    this.code = options.code ?? Code.Unknown;
    this.reason = options.reason ?? "";
    this.violations = options.violations ?? [];
    this.metadata = options.metadata ?? {};
    this.retryAfter = options.retryAfter;
  }
}

/** Inputs break their schemas; `violations` names each. The function did not run. */
export class InputError extends RpcfaceError {
  /** That of the class. */
  override readonly name = "InputError";

  /** The error whose message lists the violations. */
  static of(violations: readonly Violation[]): InputError {
    const message = violations.map(({ field, description }) => `${field}: ${description}`).join("; ");
    return new InputError(message, { code: Code.InvalidArgument, reason: "INPUT_INVALID", violations });
  }
}

/** The function refused, and its message is written for the person who called. */
export class FunctionRefused extends RpcfaceError {
  /** That of the class. */
  override readonly name = "FunctionRefused";
}

/** The error of this client for what connect-es, or anything else, threw. */
export function errorOf(thrown: unknown): RpcfaceError {
  if (thrown instanceof RpcfaceError) {
    return thrown;
  }
  const error = ConnectError.from(thrown);
  const info = error.findDetails(ErrorInfoSchema).find(({ domain }) => domain === "rpcface");
  const delay = error.findDetails(RetryInfoSchema)[0]?.retryDelay;
  const options = {
    code: error.code,
    reason: (info?.reason ?? "") as Reason,
    metadata: info?.metadata ?? {},
    violations: error
      .findDetails(BadRequestSchema)
      .flatMap(({ fieldViolations }) =>
        fieldViolations.map(({ field, description }) => ({ field, description })),
      ),
    retryAfter: delay === undefined ? undefined : Number(delay.seconds) + delay.nanos / 1e9,
    cause: thrown,
  };
  const kinds: Record<string, typeof RpcfaceError> = {
    INPUT_INVALID: InputError,
    FUNCTION_REFUSED: FunctionRefused,
  };
  return new (kinds[options.reason] ?? RpcfaceError)(error.rawMessage, options);
}
