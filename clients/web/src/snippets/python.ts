/** A call from Python, with `rpcface.Client`. */

import { InterfaceKind } from "@rpcface/client/protos";
import { array, list } from "./arrays.js";
import type { Call } from "./call.js";
import { type Code, type Group, laid } from "./layout.js";
import { type Dialect, hex, pointed, quoted, written } from "./values.js";

const STEP = 4;

const KEYWORDS = new Set(
  ("False None True and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield").split(" "),
);

/** A program that makes the call. */
export function python({ described, given, addresses }: Call): string {
  const imports = new Set(["import rpcface as rf"]);
  const dialect = dialectOf(imports);
  const inputs = given.map(({ component, value }): readonly [string, Code] => [
    component.name,
    written(value, component.schema, dialect, component.name),
  ]);
  const options = addresses.isTls ? ["tls=True"] : [];
  if (addresses.wantsToken) {
    imports.add("import os");
    options.push('token=os.environ["RPCFACE_TOKEN"]');
  }
  const client = `rf.Client(${[text(addresses.grpc), ...options].join(", ")})`;
  const { kind, name, outputs, stateful, streaming } = described;
  const callee = `${stateful ? "session" : "client"}[${text(name)}]`;
  const lines: string[] = [`with ${client} as client:`];
  if (stateful) {
    lines.push("    session = client.session()  # further calls in it go on from this one");
  }
  const isSilent = kind === InterfaceKind.INPUT_ONLY;
  if (streaming && !isSilent) {
    lines.push(
      `    with ${laid(call(`${callee}.stream`, inputs), STEP, 4, 9)} as events:`,
      "        for event in events:",
      "            if isinstance(event, rf.Updated | rf.Finished):",
      "                print(event.outputs)",
    );
  } else {
    const result = outputs.length > 1 ? "outputs" : "output";
    const before = isSilent ? "    " : `    ${result} = `;
    lines.push(before + laid(call(`${callee}.predict`, inputs), STEP, 4, before.length));
    lines.push(...(isSilent ? [] : [`print(${result})`]));
  }
  return `${importing(imports)}\n\n${lines.join("\n")}\n`;
}

/** Imports as isort has them: those of the standard library first. */
function importing(imports: ReadonlySet<string>): string {
  const own = "import os";
  const others = [...imports].filter((line) => line !== own).sort();
  return [imports.has(own) ? `${own}\n` : "", ...others].filter(Boolean).join("\n");
}

function call(callee: string, inputs: readonly (readonly [string, Code])[]): Group {
  const usual = inputs.filter(([name]) => isWord(name)).map(([name, code]) => [`${name}=`, code] as const);
  const others = inputs.filter(([name]) => !isWord(name));
  const parts = others.length > 0 ? [...usual, ["**", struct(others)] as const] : usual;
  return { open: `${callee}(`, parts, close: ")", endsWithComma: true };
}

/** Whether it can stand before "=" in a call, and is the same there. */
function isWord(name: string): boolean {
  return !KEYWORDS.has(name) && name === name.normalize("NFKC");
}

function dialectOf(imports: Set<string>): Dialect {
  return {
    nothing: "None",
    truth: (value) => (value ? "True" : "False"),
    whole: (digits) => digits,
    float: (value) => (Number.isFinite(value) ? pointed(value) : `float(${text(special(value))})`),
    text,
    list,
    struct,
    tensor: (tensor) => {
      imports.add("import numpy as np");
      return array(tensor);
    },
    file: ({ name, mediaType, filename, blobId }) => {
      if (blobId === "") {
        return text(name);
      }
      const parts = [text(mediaType), "None", text(filename), `blob_id=${text(blobId)}`];
      return { open: "rf.Media(", parts: parts.map((part) => ["", part]), close: ")", endsWithComma: true };
    },
  };
}

function struct(fields: readonly (readonly [string, Code])[]): Code {
  const parts = fields.map(([name, code]) => [`${text(name)}: `, code] as const);
  return { open: "{", parts, close: "}", endsWithComma: true };
}

function text(value: string): string {
  return quoted(value, (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`));
}

function special(value: number): string {
  return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
}
