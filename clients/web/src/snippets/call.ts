/** The call that snippets are written of. */

import { Media, Tensor, type Input, type Output } from "@rpcface/client";
import type { Component, Interface, Reach } from "@rpcface/client/protos";
import { natural, type Values } from "../values.js";
import { isSecret, sample } from "./samples.js";

/** What is written down in every language. */
export interface Call {
  readonly described: Interface;
  /** Inputs in their order, without those that may well be left out. */
  readonly given: readonly Given[];
  readonly addresses: Addresses;
}

/** An input and its value. */
export interface Given {
  readonly component: Component;
  readonly value: Input | Output;
}

/** Where the server is. */
export interface Addresses {
  /** Its web port, without a slash behind it: "http://localhost:7860". */
  readonly web: string;
  /** "localhost:50051"; "": it speaks no gRPC. */
  readonly grpc: string;
  /** Whether TLS is spoken there. */
  readonly isTls: boolean;
  /** Whether another may be right: something stands between the page and the server. */
  readonly isGuessed: boolean;
  /** Whether it wants a token, which snippets take from the variable RPCFACE_TOKEN. */
  readonly wantsToken: boolean;
}

/** The languages, in the order to show them. */
export const LANGUAGES = ["python", "typescript", "curl", "shell"] as const;

export type Language = (typeof LANGUAGES)[number];

/** Where a server is, by the address of its page and what it says of itself. */
export function addressesOf(base: string, reach: Reach | undefined): Addresses {
  const { grpcAddress = "", grpcTls = false, token = false } = reach ?? {};
  const { hostname, protocol } = new URL(base);
  const isPort = grpcAddress.startsWith(":");
  return {
    web: base.replace(/\/+$/, ""),
    grpc: isPort ? hostname + grpcAddress : grpcAddress,
    isTls: grpcTls,
    isGuessed: isPort && protocol === "https:" && !grpcTls,
    wantsToken: token,
  };
}

/**
 * A call of an interface with the inputs there are, and the names of those in whose place stands
 * something else: nobody has filled them in, or they are secret.
 *
 * Left out is what has its default, where it is an additional input, empty, or a file.
 */
export function callOf(
  described: Interface,
  inputs: Values,
  addresses: Addresses,
): { call: Call; replaced: readonly string[] } {
  const replaced: string[] = [];
  const given = described.inputs.flatMap((component): Given[] => {
    const { name, schema, defaultValue } = component;
    const value = inputs[name];
    const usual = natural(defaultValue);
    if (defaultValue !== undefined && (value === undefined || isEqual(value, usual))) {
      const isShown = !component.additional && (value ?? "") !== "" && !hasFile(value);
      return isShown && !isSecret(schema) ? [{ component, value }] : [];
    }
    if (value === undefined || isSecret(schema)) {
      replaced.push(name);
      return [{ component, value: sample(schema, name) }];
    }
    return [{ component, value }];
  });
  return { call: { described, given, addresses }, replaced };
}

/** Whether two values are the same; files are where the server holds them under one id. */
export function isEqual(one: Input | Output, other: Input | Output): boolean {
  if (Object.is(one, other)) {
    return true;
  }
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return false;
  }
  if (one instanceof Media || other instanceof Media) {
    return one instanceof Media && other instanceof Media && one.blobId !== "" && one.blobId === other.blobId;
  }
  if (one instanceof Tensor || other instanceof Tensor) {
    return one instanceof Tensor && other instanceof Tensor && isSameTensor(one, other);
  }
  if (one instanceof Blob || other instanceof Blob || Array.isArray(one) !== Array.isArray(other)) {
    return false;
  }
  const [mine, theirs] = [one, other] as Record<string, Input | Output>[];
  const names = Object.keys(mine!);
  return (
    names.length === Object.keys(theirs!).length &&
    names.every((name) => Object.hasOwn(theirs!, name) && isEqual(mine![name], theirs![name]))
  );
}

/** Whether there is a file in it, or an array. */
export function hasFile(value: Input | Output): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const isFile = value instanceof Media || value instanceof Blob || value instanceof Tensor;
  return isFile || Object.values(value).some((part) => hasFile(part as Input | Output));
}

function isSameTensor(one: Tensor, other: Tensor): boolean {
  const isLike = one.type === other.type && one.shape.join() === other.shape.join();
  return isLike && one.data.every((element, at) => Object.is(element, other.data[at]));
}
