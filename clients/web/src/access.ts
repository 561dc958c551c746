/** The token of whoever looks at the page: where it is kept, and what it opens. */

import { type Client, Code, type Media, RpcfaceError } from "@rpcface/client";
import type { AddressOf } from "./model.js";

/** Where it is kept, of each server by itself: until its tab is closed. */
const key = `rpcface.token ${new URL(".", location.href).pathname}`;

/** The token that was given last; "": none was. */
let token = stored() ?? "";

/** What says who calls; undefined: nothing was given. */
export function tokenGiven(): string | undefined {
  return token || undefined;
}

/** Keeps a token; "" forgets it. */
export function keep(given: string): void {
  token = given;
  try {
    if (given) {
      sessionStorage.setItem(key, given);
    } else {
      sessionStorage.removeItem(key);
    }
  } catch {
    // a frame within another site may keep nothing: it is asked again then
  }
}

/** Whether the server wants to know who calls. */
export function asksWho(error: unknown): boolean {
  return error instanceof RpcfaceError && error.code === Code.Unauthenticated;
}

/**
 * The addresses of files that the server holds and shows to nobody without a token, which `<img>`
 * can't send: each is brought whole, and its address is "" until then. `changed` is given another
 * function when one has come.
 */
export function bringing(client: Client, changed: (addressOf: AddressOf) => void): AddressOf {
  const there = new Map<string, string>();
  const asked = new Map<string, Promise<string>>();

  function bring(media: Media): Promise<string> {
    const again = asked.get(media.blobId);
    if (again !== undefined) {
      return again;
    }
    const coming = client.download(media).then((content) => {
      const address = URL.createObjectURL(content);
      there.set(media.blobId, address);
      changed(made());
      return address;
    });
    asked.set(media.blobId, coming);
    coming.catch(() => asked.delete(media.blobId)); // whoever draws it next asks again
    return coming;
  }

  function made(): AddressOf {
    const addressOf = (media: Media): string => {
      bring(media).catch(() => undefined);
      return there.get(media.blobId) ?? "";
    };
    return Object.assign(addressOf, { bring });
  }

  return made();
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
