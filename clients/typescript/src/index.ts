/** Calls Python functions that rpcface serves, from Node and browsers. */

export type { Progress } from "./blobs.js";
export {
  Client,
  connect,
  Session,
  type Calls,
  type ClientOptions,
  type FileOptions,
  type UploadOptions,
} from "./client.js";
export type { OpenSocket } from "./connection.js";
export {
  FunctionRefused,
  InputError,
  RpcfaceError,
  type ErrorDetails,
  type Reason,
  type Violation,
} from "./errors.js";
export type { Bar, CallEvent, Outputs } from "./events.js";
export { Code } from "@connectrpc/connect";
export { Description } from "./known.js";
export type { SocketLike } from "./link.js";
export { LiveCall, type LiveAnswer } from "./live.js";
export { Media } from "./media.js";
export { fromValue, toValue, type Input, type Output } from "./natural.js";
export { Remote, type CallOptions, type FlaggedCall } from "./remote.js";
export type { Inputs } from "./requests.js";
export { createSocketTransport, type SocketTransport, type SocketTransportOptions } from "./socket.js";
export { Tensor, type Elements, type ElementType } from "./tensors.js";
export type { Token, TransportOptions } from "./transports.js";
export { Unfit } from "./unfit.js";
