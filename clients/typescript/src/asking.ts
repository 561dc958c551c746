/** Calls that change nothing, over HTTP, whose requests stand in their addresses. */

import { createContextValues, type Interceptor, type Transport } from "@connectrpc/connect";
import { createClientMethodSerializers, createMethodUrl, runUnaryCall } from "@connectrpc/connect/protocol";
import {
  errorFromJson,
  requestHeader,
  transformConnectPostToGetRequest,
  validateResponse,
} from "@connectrpc/connect/protocol-connect";

/** How a call is made. */
export interface Asking {
  readonly baseUrl: string;
  readonly interceptors: Interceptor[];
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Makes such calls, as the transport of connect-web would. That one is a third of what a page needs
 * of connect-es, and the description, with which a page begins, is all that it would be needed for.
 */
export function asking({ baseUrl, interceptors, fetch }: Asking): Transport["unary"] {
  return async (method, signal, timeoutMs, header, message, contextValues) => {
    const { serialize, parse } = createClientMethodSerializers(method, true);
    const own = { stream: false, service: method.parent, method } as const;
    return await runUnaryCall({
      interceptors,
      ...(signal && { signal }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      req: {
        ...own,
        requestMethod: "GET",
        url: createMethodUrl(baseUrl, method),
        header: requestHeader(method.methodKind, true, timeoutMs, header, false),
        contextValues: contextValues ?? createContextValues(),
        message,
      },
      next: async (posted) => {
        const { url, header, signal } = transformConnectPostToGetRequest(
          posted,
          serialize(posted.message),
          true,
        );
        const response = await fetch(url, { headers: header, signal, redirect: "error" });
        const { status, headers } = response;
        const { isUnaryError, unaryError } = validateResponse(method.methodKind, true, status, headers);
        if (isUnaryError) {
          throw errorFromJson(await response.json(), headers, unaryError);
        }
        const answer = parse(new Uint8Array(await response.arrayBuffer()));
        return { ...own, header: headers, trailer: new Headers(), message: answer };
      },
    });
  };
}
