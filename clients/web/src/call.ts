/** The calls of one interface, and all that is shown of them. */

import type { Client, Input, LiveCall, Outputs, Remote, Session } from "@rpcface/client";
import { RpcfaceError, type Bar, type CallEvent } from "@rpcface/client";
import { type Component, type Interface, InterfaceKind } from "@rpcface/client/protos";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { checked } from "./checks.js";
import type { Faults } from "./model.js";
import { defaults, starts, type Values } from "./values.js";

/** What a call is doing. */
export type Phase = "idle" | "waiting" | "running";

/** Something that the person is told. */
export interface Notice {
  readonly level: "info" | "success" | "warning" | "error";
  readonly text: string;
}

/** Keeps the values of an interface, and calls it. */
export class Calling implements ReactiveController {
  inputs: Values;
  outputs: Values;
  /** What is wrong with the inputs, by their names. */
  faults: Record<string, Faults> = {};
  phase: Phase = "idle";
  /** How many calls run before this one; undefined: not known. */
  position: number | undefined;
  waitMs: number | undefined;
  bars: readonly Bar[] = [];
  notices: readonly Notice[] = [];
  /** How long the function ran in the last call; undefined: none has ended. */
  durationMs: number | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #described: Interface;
  readonly #client: Client;
  #session: Session;
  #abort: AbortController | undefined;
  #live: LiveCall | undefined;

  constructor(host: ReactiveControllerHost, client: Client, described: Interface) {
    this.#host = host;
    this.#client = client;
    this.#described = described;
    this.#session = client.session();
    this.inputs = starts(described.inputs);
    this.outputs = this.#shownAtFirst();
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#described.live && this.#described.kind === InterfaceKind.OUTPUT_ONLY) {
      void this.submit();
    }
  }

  hostDisconnected(): void {
    this.stop();
  }

  get isBusy(): boolean {
    return this.phase !== "idle";
  }

  get isUnified(): boolean {
    return this.#described.kind === InterfaceKind.UNIFIED;
  }

  /** Changes an input; a live interface runs then. */
  set(name: string, value: Input | undefined): void {
    this.inputs = { ...this.inputs, [name]: value };
    this.faults = without(this.faults, name);
    this.#host.requestUpdate();
    if (this.#described.live && !this.#isRefused(this.#described.inputs)) {
      void this.#change({ [name]: value });
    }
  }

  /** Puts several inputs in place of those there are, such as an example's; others take their defaults. */
  fill(inputs: Values): void {
    this.inputs = { ...starts(this.#described.inputs), ...inputs };
    this.faults = {};
    this.#host.requestUpdate();
  }

  /** Back to how it was drawn, and to a new conversation. */
  clear(): void {
    this.stop();
    this.#session = this.#client.session();
    this.inputs = starts(this.#described.inputs);
    this.outputs = this.#shownAtFirst();
    this.faults = {};
    this.notices = [];
    this.bars = [];
    this.durationMs = undefined;
    this.#host.requestUpdate();
  }

  /** Calls the function with the inputs there are. */
  async submit(): Promise<void> {
    this.stop();
    if (this.#isRefused(this.#described.inputs)) {
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    this.#begin();
    try {
      for await (const event of this.#remote().stream(this.#given(), { signal: abort.signal })) {
        if (this.#abort !== abort) {
          return;
        }
        this.#take(event);
      }
      if (this.#described.kind === InterfaceKind.INPUT_ONLY) {
        this.#tell({ level: "success", text: "Done." });
      }
    } catch (error) {
      if (this.#abort === abort) {
        this.#fail(error);
      }
    } finally {
      if (this.#abort === abort) {
        this.#end();
      }
    }
  }

  /** Ends the call that runs, and the function with it. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#live?.cancel();
    this.#live = undefined;
    if (this.isBusy) {
      this.#end();
    }
  }

  /** Lets a notice go. */
  dismiss(notice: Notice): void {
    this.notices = this.notices.filter((other) => other !== notice);
    this.#host.requestUpdate();
  }

  async #change(inputs: Values): Promise<void> {
    try {
      if (this.#live !== undefined) {
        await this.#live.send(given(inputs));
        return;
      }
      this.#begin();
      const live = await this.#remote().live(this.#given());
      this.#live = live;
      await this.#follow(live);
    } catch (error) {
      this.#live = undefined;
      this.#fail(error);
      this.#end();
    }
  }

  async #follow(live: LiveCall): Promise<void> {
    for await (const { event, error } of live) {
      if (this.#live !== live) {
        return;
      }
      if (error !== undefined) {
        this.#fail(error);
        this.phase = "idle";
      } else if (event !== undefined) {
        this.#take(event);
        this.phase = event.kind === "finished" ? "idle" : this.phase;
      }
      this.#host.requestUpdate();
    }
  }

  #remote(): Remote {
    return this.#session.interface(this.#described.name);
  }

  #given(): Record<string, Input> {
    return given(this.inputs);
  }

  #begin(): void {
    this.phase = "waiting";
    this.faults = {};
    this.notices = [];
    this.bars = [];
    this.position = undefined;
    this.durationMs = undefined;
    this.#host.requestUpdate();
  }

  #end(): void {
    this.phase = "idle";
    this.bars = [];
    this.position = undefined;
    this.#host.requestUpdate();
  }

  #take(event: CallEvent): void {
    switch (event.kind) {
      case "queued":
        this.position = event.position;
        this.waitMs = event.waitMs;
        break;
      case "started":
        this.phase = "running";
        this.position = undefined;
        this.faults = {};
        break;
      case "progress":
        this.bars = event.bars;
        break;
      case "alert":
        this.#tell({ level: event.level, text: event.text });
        break;
      case "updated":
        this.#show(event.outputs);
        break;
      case "finished":
        this.#show(event.outputs);
        this.durationMs = event.durationMs;
        this.bars = [];
        break;
    }
    this.#host.requestUpdate();
  }

  #show(outputs: Outputs): void {
    const shown = outputs as Values;
    if (this.isUnified) {
      this.inputs = { ...this.inputs, ...shown };
    } else {
      this.outputs = { ...this.outputs, ...shown };
    }
  }

  #shownAtFirst(): Values {
    return this.isUnified ? {} : defaults(this.#described.outputs);
  }

  #tell(notice: Notice): void {
    this.notices = [...this.notices.slice(-4), notice];
  }

  /** Whether inputs are wrong in a way that needs no server to tell. */
  #isRefused(inputs: readonly Component[]): boolean {
    this.faults = checked(inputs, this.inputs);
    this.#host.requestUpdate();
    return Object.keys(this.faults).length > 0;
  }

  #fail(thrown: unknown): void {
    const error = thrown instanceof RpcfaceError ? thrown : new RpcfaceError(String(thrown));
    const faults: Record<string, Faults> = {};
    const names = new Set(this.#described.inputs.map(({ name }) => name));
    for (const { field, description } of error.violations) {
      const [, name, pointer] = /^inputs\.([^/]+)(.*)$/.exec(field) ?? [];
      if (name !== undefined && names.has(name)) {
        faults[name] = { ...faults[name], [pointer ?? ""]: description };
      }
    }
    this.faults = faults;
    if (Object.keys(faults).length === 0) {
      this.#tell({ level: "error", text: error.message });
    }
    this.#host.requestUpdate();
  }
}

function given(values: Values): Record<string, Input> {
  const there = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as Record<string, Input>;
}

function without(record: Record<string, Faults>, name: string): Record<string, Faults> {
  const { [name]: _, ...rest } = record;
  return rest;
}
