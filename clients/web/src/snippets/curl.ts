/** A call by curl, in Connect's JSON. */

import type { Call } from "./call.js";
import { message, object, text } from "./json.js";
import { type Code, laid } from "./layout.js";
import { LONGEST, within, word } from "./quoting.js";
import { written } from "./values.js";

const STEP = 2;

/** What stands around a command until all else is quoted: no text of JSON has it unescaped. */
const [BEGIN, END] = ["\u0001", "\u0002"];

/** A command of a shell that makes the call. */
export function curl({ described, given, addresses }: Call): string {
  const contents = {
    file: (name: string) => `${BEGIN}base64 < ${word(pathOf(name))} | tr -d '\\n'${END}`,
    zeros: (count: number) => `${BEGIN}head -c ${count} /dev/zero | base64 | tr -d '\\n'${END}`,
  };
  const dialect = message(contents);
  const inputs = given.map(({ component, value }): readonly [string, Code] => [
    component.name,
    written(value, component.schema, dialect, component.name),
  ]);
  const body = laid(
    object([
      ["interfaceName", text(described.name)],
      ["inputs", object(inputs)],
    ]),
    STEP,
  );
  const url = `${addresses.web}/rpcface.v1.InterfaceService/Predict`;
  const words = [`curl ${word(url)}`, "-H 'content-type: application/json'"];
  if (addresses.wantsToken) {
    words.push('-H "authorization: Bearer $RPCFACE_TOKEN"');
  }
  if (!body.includes(BEGIN) && body.length < LONGEST) {
    return `${[...words, `-d ${word(body)}`].join(" \\\n  ")}\n${further(described.stateful)}`;
  }
  const filled = within(body).replaceAll(
    new RegExp(`${BEGIN}([^${END}]*)${END}`, "g"),
    (_, command: string) => `$(${command.replace(/\\([\\$\`])/g, "$1")})`,
  );
  return `${[...words, "--data-binary @- <<JSON"].join(" \\\n  ")}\n${filled}\nJSON\n${further(described.stateful)}`;
}

function further(isStateful: boolean): string {
  return isStateful ? '# with the answer\'s "state" beside "inputs", the next request goes on from this one\n' : "";
}

/** The path of a file of that name in the folder where one is; "-" would be another thing. */
function pathOf(name: string): string {
  return name.startsWith("-") ? `./${name}` : name;
}
