/** The calls of one interface, and all that is shown of them. */

import { type Bar, type CallEvent, type Client, Code, type Input, type Outputs, type Remote } from "@rpcface/client";
import { type LiveAnswer, RpcfaceError, type Session } from "@rpcface/client";
import { type Interface, InterfaceKind } from "@rpcface/client/protos";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type Notice, noticeOf, told } from "./faults.js";
import { Live } from "./live.js";
import { defaults, given, type Values } from "./values.js";
import { say } from "./words.js";

/** How far a call is. */
export interface Standing {
  readonly phase: "idle" | "waiting" | "running";
  /** How many calls run before this one; undefined: it does not wait for its turn, or not yet. */
  readonly position?: number;
  readonly waitMs?: number | undefined;
  readonly bars: readonly Bar[];
  /** When it began to do what it does, by `performance.now`. */
  readonly since: number;
  /** How the call before ended, and how long it took; undefined: there was none. */
  readonly end?: { readonly how: "done" | "stopped" | "failed"; readonly ms: number };
}

/** What was asked and answered, and so can be flagged. */
export interface Made {
  readonly inputs: Values;
  readonly outputs: Values;
}

const IDLE: Standing = { phase: "idle", bars: [], since: 0 };

/** How many notices are kept: of more, the oldest go. */
const MOST_NOTICES = 5;

/** Keeps the values of an interface, and calls it. */
export class Calling implements ReactiveController {
  /** What is called; another one has the same inputs and outputs. */
  described: Interface;
  inputs: Values;
  outputs: Values;
  /** What is wrong with an input, by its name. */
  faults: Readonly<Record<string, string>> = {};
  standing: Standing = IDLE;
  notices: readonly Notice[] = [];
  /** Whether a call runs that has not told anything yet: what is shown is of an earlier one. */
  isStale = false;
  /** What the last call was, as soon as it has ended with something to show. */
  made: Made | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #client: Client;
  readonly #live: Live;
  #session: Session;
  #abort: AbortController | undefined;
  #asked: Values = {};
  #isDue = false;

  constructor(host: ReactiveControllerHost, client: Client, described: Interface) {
    this.#host = host;
    this.#client = client;
    this.described = described;
    this.#session = client.session();
    this.inputs = defaults(described.inputs);
    this.outputs = this.#shownAtFirst();
    this.#live = new Live({
      begin: () => this.#remote().live(given(this.inputs)),
      hear: (answer) => this.#hear(answer),
      lost: (error) => this.#lost(error),
    });
    host.addController(this);
  }

  hostConnected(): void {
    if (this.described.live && this.described.kind === InterfaceKind.OUTPUT_ONLY) {
      void this.submit();
    }
  }

  hostDisconnected(): void {
    this.stop();
  }

  get isBusy(): boolean {
    return this.standing.phase !== "idle";
  }

  get isUnified(): boolean {
    return this.described.kind === InterfaceKind.UNIFIED;
  }

  /** Changes an input; a live interface runs then. */
  set(name: string, value: Input | undefined): void {
    this.inputs = { ...this.inputs, [name]: value };
    const { [name]: _, ...faults } = this.faults;
    this.faults = faults;
    this.#host.requestUpdate();
    if (this.described.live) {
      this.#change({ [name]: value });
    }
  }

  /** Puts several inputs in place of those there are, such as an example's; others take their defaults. */
  fill(inputs: Values): void {
    this.inputs = { ...defaults(this.described.inputs), ...inputs };
    this.faults = {};
    this.#host.requestUpdate();
    if (this.described.live) {
      this.#change(this.inputs);
    }
  }

  /** Back to how it was drawn, and to a new conversation. */
  clear(): void {
    this.stop();
    this.#session = this.#client.session();
    this.inputs = defaults(this.described.inputs);
    this.outputs = this.#shownAtFirst();
    this.faults = {};
    this.notices = [];
    this.made = undefined;
    this.#now(IDLE);
  }

  /** Calls the function with the inputs there are. */
  async submit(): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    this.#begin();
    try {
      for await (const event of this.#remote().stream(given(this.#asked), { signal: abort.signal })) {
        if (this.#abort !== abort) {
          return;
        }
        this.#take(event);
      }
      if (this.described.kind === InterfaceKind.INPUT_ONLY) {
        this.tell({ level: "success", text: say("Done.") });
      }
    } catch (error) {
      if (this.#abort === abort) {
        this.#fail(error);
      }
    } finally {
      if (this.#abort === abort) {
        this.#abort = undefined;
      }
    }
  }

  /** Ends the call that runs, and the function with it. What came stays. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#live.end();
    if (this.isBusy) {
      const ms = performance.now() - this.standing.since;
      this.#now({ ...IDLE, end: { how: "stopped", ms } });
      this.isStale = false;
    }
  }

  /** Flags the call that was made. It throws what `Remote.flag` does. */
  async flag(option: string): Promise<void> {
    const { inputs, outputs } = this.made ?? { inputs: {}, outputs: {} };
    await this.#remote().flag(option, { inputs: given(inputs), outputs: outputs as Outputs });
  }

  /** Tells the person something. */
  tell(notice: Notice): void {
    this.notices = [...this.notices.slice(1 - MOST_NOTICES), notice];
    this.#host.requestUpdate();
  }

  /** Tells the person what went wrong with something beside a call. */
  complain(error: unknown): void {
    this.tell(noticeOf(error));
  }

  /** Lets a notice go. */
  dismiss(notice: Notice): void {
    this.notices = this.notices.filter((other) => other !== notice);
    this.#host.requestUpdate();
  }

  #change(inputs: Values): void {
    if (!this.isBusy) {
      this.#asked = this.inputs;
      this.#now({ ...this.standing, phase: "waiting", since: performance.now() });
    }
    void this.#live.change(inputs);
  }

  #hear({ event, error }: LiveAnswer): void {
    if (error !== undefined) {
      this.#fail(error);
    } else {
      if (event.kind === "started") {
        this.#asked = this.inputs;
        this.faults = {};
        this.notices = [];
      }
      this.#take(event);
    }
  }

  /** A live call has ended; where none can be made, calls are made one by one. */
  #lost(error: unknown): void {
    if (error instanceof RpcfaceError && error.code === Code.Unimplemented) {
      void this.submit();
    } else {
      this.#fail(error);
    }
  }

  #remote(): Remote {
    return this.#session.interface(this.described.name);
  }

  #begin(): void {
    this.#asked = this.inputs;
    this.faults = {};
    this.notices = [];
    this.made = undefined;
    this.isStale = true;
    this.#now({ ...IDLE, phase: "waiting", since: performance.now() });
  }

  #take(event: CallEvent): void {
    const { standing } = this;
    switch (event.kind) {
      case "queued":
        this.standing = { ...standing, phase: "waiting", position: event.position, waitMs: event.waitMs };
        break;
      case "started":
        this.standing = { phase: "running", bars: [], since: performance.now() };
        break;
      case "progress":
        this.standing = { ...standing, bars: event.bars };
        break;
      case "alert":
        this.tell({ level: event.level, text: event.text });
        break;
      case "updated":
        this.#show(event);
        break;
      case "finished":
        this.#show(event);
        this.standing = { ...IDLE, end: { how: "done", ms: event.durationMs } };
        break;
    }
    this.#draw();
  }

  #show({ outputs, changed }: { outputs: Outputs; changed: readonly string[] }): void {
    const shown = Object.fromEntries(changed.map((name) => [name, outputs[name]]));
    if (this.isUnified) {
      this.inputs = { ...this.inputs, ...shown };
    } else {
      this.outputs = { ...this.outputs, ...shown };
    }
    this.made = { inputs: this.#asked, outputs: { ...this.made?.outputs, ...shown } };
    this.isStale = false;
  }

  #shownAtFirst(): Values {
    return this.isUnified ? {} : defaults(this.described.outputs);
  }

  #fail(thrown: unknown): void {
    const { faults, notice } = told(thrown, this.described.inputs);
    this.faults = faults;
    this.isStale = false;
    if (notice !== undefined) {
      this.tell(notice);
    }
    const end = { how: "failed", ms: performance.now() - this.standing.since } as const;
    this.#now({ ...IDLE, end });
  }

  #now(standing: Standing): void {
    this.standing = standing;
    this.#host.requestUpdate();
  }

  /** Draws what came with the next frame, however much comes until then. */
  #draw(): void {
    if (!this.#isDue) {
      this.#isDue = true;
      requestAnimationFrame(() => {
        this.#isDue = false;
        this.#host.requestUpdate();
      });
    }
  }
}
