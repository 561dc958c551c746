/** The calls of one interface, and all that is shown of them. */

import { type CallEvent, type Client, Code, type Input, type Outputs, type Remote } from "@rpcface/client";
import { type LiveAnswer, RpcfaceError, type Session } from "@rpcface/client";
import { type Interface, InterfaceKind } from "@rpcface/client/protos";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { check } from "./checking.js";
import { type Notice, noticeOf, told } from "./faults.js";
import { Live } from "./live.js";
import type { Faults } from "./model.js";
import { Pace } from "./pace.js";
import { IDLE, type Made, type Standing } from "./standing.js";
import { defaults, given, starts, type Values } from "./values.js";
import { say } from "./words.js";

/** How many notices are kept: of more, the oldest go. */
const MOST_NOTICES = 5;

/** Keeps the values of an interface, and calls it. */
export class Calling implements ReactiveController {
  /** What is called; another one has the same inputs and outputs. */
  described: Interface;
  inputs: Values;
  outputs: Values;
  /** What is wrong with the inputs, by their names. */
  faults: Readonly<Record<string, Faults>> = {};
  standing: Standing = IDLE;
  notices: readonly Notice[] = [];
  /** What the last call was, as soon as it has ended with something to show. */
  made: Made | undefined;
  readonly #host: ReactiveControllerHost;
  #client: Client;
  readonly #live: Live;
  #session: Session;
  #abort: AbortController | undefined;
  #asked: Values = {};
  readonly #pace: Pace;

  /** `kept`: inputs to begin with, in place of the defaults. */
  constructor(host: ReactiveControllerHost, client: Client, described: Interface, kept: Values) {
    this.#host = host;
    this.#client = client;
    this.described = described;
    this.#session = client.session();
    this.#pace = new Pace(() => host.requestUpdate());
    this.inputs = { ...starts(described.inputs), ...kept };
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

  /** Calls with another client from now on, in a new conversation. */
  reach(client: Client): void {
    this.stop();
    this.#client = client;
    this.#session = client.session();
  }

  /** Changes an input; a live interface runs then. */
  set(name: string, value: Input | undefined): void {
    this.inputs = { ...this.inputs, [name]: value };
    const { [name]: _, ...faults } = this.faults;
    this.faults = faults;
    this.#host.requestUpdate();
    if (this.described.live) {
      void this.#changeIfValid([name]);
    }
  }

  /** Puts several inputs in place of those there are, such as an example's; others take their defaults. */
  fill(inputs: Values): void {
    this.inputs = { ...starts(this.described.inputs), ...inputs };
    this.faults = {};
    this.#host.requestUpdate();
    if (this.described.live) {
      void this.#changeIfValid(Object.keys(this.inputs));
    }
  }

  /** Back to how it was drawn, and to a new conversation. */
  clear(): void {
    this.stop();
    this.#session = this.#client.session();
    this.inputs = starts(this.described.inputs);
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
    const faults = await check(this.described.inputs, () => this.inputs);
    if (this.#abort !== abort) {
      return;
    }
    if (Object.keys(faults).length > 0) {
      this.faults = faults;
      this.#host.requestUpdate();
      return;
    }
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

  /** Runs a live interface with what changed, and tells what is wrong with that. */
  async #changeIfValid(names: readonly string[]): Promise<void> {
    const session = this.#session;
    const faults = await check(this.described.inputs, () => this.inputs);
    if (session !== this.#session) {
      return; // it has been cleared
    }
    const told = Object.entries(faults).filter(([name]) => names.includes(name));
    this.faults = { ...this.faults, ...Object.fromEntries(told) };
    this.#host.requestUpdate();
    if (Object.keys(faults).length === 0) {
      this.#change(Object.fromEntries(names.map((name) => [name, this.inputs[name]])));
    }
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
        this.#now({ ...IDLE, end: { how: "done", ms: event.durationMs } });
        return;
    }
    this.#pace.draw();
  }

  #show({ outputs, changed }: { outputs: Outputs; changed: readonly string[] }): void {
    const shown = Object.fromEntries(changed.map((name) => [name, outputs[name]]));
    if (this.isUnified) {
      this.inputs = { ...this.inputs, ...shown };
    } else {
      this.outputs = { ...this.outputs, ...shown };
    }
    this.made = { inputs: this.#asked, outputs: { ...this.made?.outputs, ...shown } };
  }

  #shownAtFirst(): Values {
    return this.isUnified ? {} : defaults(this.described.outputs);
  }

  #fail(thrown: unknown): void {
    const { faults, notice } = told(thrown, this.described.inputs);
    this.faults = faults;
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
}
