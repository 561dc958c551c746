/** One call, however often it is tried. */

import type { Blobs, Progress } from "./blobs.js";
import { errorOf } from "./errors.js";
import type { Interface, PredictRequest } from "./gen/rpcface/v1/interface_pb.js";
import type { Description, Known } from "./known.js";
import { Uploads } from "./large.js";
import { type Inputs, Requests, type Wishes } from "./requests.js";
import { Backoff, type Patience } from "./retries.js";

/** What the server refuses whose interfaces are not those that were described. The function did not run. */
const CHANGED = new Set(["INTERFACE_CHANGED", "INTERFACE_UNKNOWN", "INPUT_INVALID"]);

/** What is called. */
export interface Wanted extends Omit<Wishes, "state"> {
  /** The interface; undefined: the only one. */
  readonly name: string | undefined;
  readonly inputs: Inputs;
  readonly patience: Patience;
  readonly onUpload: Progress | undefined;
  /** The state that an interface of that name is to be called with. */
  readonly stateOf: (name: string) => Uint8Array;
}

/** The requests of one call. Each try has the same id, so that the server runs the function once. */
export class Attempts {
  requests!: Requests;
  request!: PredictRequest;
  readonly #known: Known;
  readonly #wanted: Wanted;
  readonly #uploads: Uploads;
  readonly #backoff: Backoff;
  #isFresh = false;
  /** Whether files were stored anew that the server had let go of. */
  #isAnew = false;

  private constructor(known: Known, blobs: Blobs, wanted: Wanted) {
    this.#known = known;
    this.#wanted = wanted;
    this.#uploads = new Uploads(blobs, wanted.patience, wanted.onUpload);
    this.#backoff = new Backoff(wanted.patience);
  }

  /**
   * The first request, whose large files are uploaded.
   *
   * @throws RpcfaceError INTERFACE_UNKNOWN, or what is wrong with the inputs.
   */
  static async begin(known: Known, blobs: Blobs, wanted: Wanted): Promise<Attempts> {
    const made = new Attempts(known, blobs, wanted);
    try {
      await made.#make(known.description ?? (await made.#anew()));
    } catch (error) {
      if (!CHANGED.has(errorOf(error).reason)) {
        throw error; // of what was tried often enough
      }
      await made.again(error);
    }
    return made;
  }

  get described(): Interface {
    return this.requests.described;
  }

  /**
   * Makes ready for the next try: where the server has changed since it was described, with a new
   * request; where it has let go of files, with those stored anew; where it can't be reached, after
   * a while.
   *
   * @throws RpcfaceError: what was thrown, where trying again is no use.
   */
  async again(thrown: unknown): Promise<void> {
    const error = errorOf(thrown);
    if (error.reason === "BLOB_GONE" && !this.#isAnew && this.#uploads.forget()) {
      this.#isAnew = true;
      await this.#make(this.#known.description ?? (await this.#anew()));
      return;
    }
    if (!CHANGED.has(error.reason) || this.#isFresh) {
      await this.#backoff.wait(error);
      return;
    }
    const before = this.requests?.described.etag;
    const now = await this.#anew();
    if (error.reason === "INPUT_INVALID" && now.one(this.#wanted.name).etag === before) {
      throw error;
    }
    await this.#make(now);
  }

  async #anew(): Promise<Description> {
    this.#isFresh = true;
    for (;;) {
      try {
        return await this.#known.anew(this.#wanted.patience);
      } catch (error) {
        await this.#backoff.wait(error);
      }
    }
  }

  async #make(description: Description): Promise<void> {
    const { name, inputs, stateOf, ...wishes } = this.#wanted;
    const described = description.one(name);
    this.requests = new Requests(described, description, this.#uploads);
    const state = described.stateful ? stateOf(described.name) : new Uint8Array(0);
    this.request = await this.requests.request(inputs, { ...wishes, state });
  }
}
