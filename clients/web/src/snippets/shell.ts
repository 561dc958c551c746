/** A call on the command line, by `rpcface predict`. */

import { type Component, InterfaceKind } from "@rpcface/client/protos";
import type { Call } from "./call.js";
import { plain } from "./json.js";
import { LONGEST, word } from "./quoting.js";
import { endingOf } from "./samples.js";
import type { Dialect, Named } from "./values.js";
import { type Npy, wordsOf } from "./words.js";

/** The options of the command itself, whose names inputs are given by `--input`. */
const OWN = new Set(
  "help input output timeout example flag tls tls_ca tls_cert tls_key token_file insecure_token".split(" "),
);

/** A command of a shell that makes the call, and those before it that bring what it needs. */
export function shell({ described, given, addresses }: Call): string {
  const before = new Set<string>(addresses.wantsToken ? ["# RPCFACE_TOKEN holds your token"] : []);
  const files = new Set<string>();
  const bring = ({ name, blobId }: Named) => {
    files.add(name);
    if (blobId !== "") {
      const token = addresses.wantsToken ? ' -H "authorization: Bearer $RPCFACE_TOKEN"' : "";
      before.add(`curl -sS${token} -o ${word(pathOf(name))} ${word(`${addresses.web}/blobs/${encodeURIComponent(blobId)}`)}`);
    }
  };
  const save = ({ name, code }: Npy) => before.add(`python -c ${word(`import numpy as np; np.save("${name}", ${code})`)}`);
  const dialect: Dialect = {
    ...plain,
    file: (file) => {
      bring(file);
      return plain.file(file);
    },
  };
  /** A word, or where it is longer than a command takes one, a file with it. */
  const short = (name: string, one: string) => {
    if (one.length < LONGEST) {
      return one;
    }
    before.add(`printf %s ${word(one.replace(/^@@/, "@"))} > ${name}.txt`);
    return `@${name}.txt`;
  };
  const options: string[] = [];
  const after: string[] = [];
  for (const { component, value } of given) {
    const words = wordsOf(component, value, { dialect, bring, save });
    if (words === undefined) {
      after.push(`# ${component.name} can't be given so on a command line, and has its default here`);
    } else {
      const shorts = words.map((one) => short(component.name, one));
      options.push(...optionsOf(component, shorts, described.stateful));
    }
  }
  if (described.stateful) {
    options.push("--state conversation.state");
  }
  if (addresses.isTls) {
    options.push("--tls");
  }
  options.push(...saved(described.outputs, described.kind, files));
  const command = `rpcface predict ${word(addresses.grpc)} ${word(described.name)}`;
  const flat = [command, ...options].join(" ");
  const isShort = flat.length <= 80 || options.length === 0;
  return [...before, isShort ? flat : [command, ...options].join(" \\\n  "), ...after, ""].join("\n");
}

function optionsOf({ name }: Component, words: readonly string[], isStateful: boolean): string[] {
  if (OWN.has(name) || (isStateful && name === "state")) {
    return words.map((one) => `--input ${word(`${name}=${one}`)}`);
  }
  const option = `--${name.replaceAll("_", "-")}`;
  const [first = ""] = words;
  // behind "=" nothing is taken for an option
  return first.startsWith("-") ? [`${option}=${word(first)}`] : [[option, ...words.map(word)].join(" ")];
}

/** Where pictures and sounds are saved: under names of their own. */
function saved(outputs: readonly Component[], kind: InterfaceKind, files: ReadonlySet<string>): string[] {
  if (kind === InterfaceKind.INPUT_ONLY) {
    return [];
  }
  return outputs.flatMap(({ name, schema }) => {
    const shape = schema?.shape;
    const type = shape?.case === "mediaShape" ? (shape.value.mediaTypes[0] ?? "") : "";
    if (!/^(image|audio)\//.test(type)) {
      return [];
    }
    const file = `${name}.${endingOf(type)}`;
    const free = kind === InterfaceKind.UNIFIED || files.has(file) ? `new_${file}` : file;
    return [`-o ${outputs.length > 1 ? `${name}=` : ""}${free}`];
  });
}

function pathOf(name: string): string {
  return name.startsWith("-") ? `./${name}` : name;
}
