/** The messages of `rpcface.v1`, for those who draw a description themselves. */

export { create } from "@bufbuild/protobuf";
export * from "./gen/rpcface/v1/blob_pb.js";
export * from "./gen/rpcface/v1/component_pb.js";
export * from "./gen/rpcface/v1/error_pb.js";
export * from "./gen/rpcface/v1/interface_pb.js";
export * from "./gen/rpcface/v1/value_pb.js";
