/** A call from TypeScript or JavaScript in Node, with `@rpcface/client`. */

import { InterfaceKind } from "@rpcface/client/protos";
import type { Call } from "./call.js";
import { type Code, laid } from "./layout.js";
import { type Dialect, MOST_ELEMENTS, hex, quoted, written } from "./values.js";

const STEP = 2;

const ARRAYS: Readonly<Record<string, string>> = {
  bool: "Uint8Array",
  float16: "Uint16Array",
  int64: "BigInt64Array",
  uint64: "BigUint64Array",
};

/** A program that makes the call; it is a module, and JavaScript as well. */
export function typescript({ described, given, addresses }: Call): string {
  const names = new Set(["connect"]);
  const imports = new Set<string>();
  const dialect = dialectOf(names, imports);
  const fields = given.map(({ component, value }): readonly [string, Code] => [
    component.name,
    written(value, component.schema, dialect, component.name),
  ]);
  const { kind, name, stateful, streaming } = described;
  const options = addresses.wantsToken ? ", { token: process.env.RPCFACE_TOKEN }" : "";
  const lines = [`const client = await connect(${text(addresses.web)}${options});`];
  if (stateful) {
    lines.push("const session = client.session(); // further calls in it go on from this one");
  }
  const remote = `${stateful ? "session" : "client"}.interface(${text(name)})`;
  const inputs = fields.length > 0 ? [["", struct(fields)] as const] : [];
  const isSilent = kind === InterfaceKind.INPUT_ONLY;
  const made = (method: string, used: number) =>
    hugged(`${remote}.${method}`, inputs[0]?.[1], used);
  if (streaming && !isSilent) {
    lines.push(
      `for await (const event of ${made("stream", 28)}) {`,
      '  if (event.kind === "updated" || event.kind === "finished") {',
      "    console.log(event.outputs);",
      "  }",
      "}",
    );
  } else if (isSilent) {
    lines.push(`await ${made("predict", 6)};`);
  } else {
    lines.push(`const outputs = await ${made("predict", 22)};`, "console.log(outputs);");
  }
  lines.push("client.close();");
  const first = [...imports].sort();
  const client = `import { ${[...names].sort(inOrder).join(", ")} } from "@rpcface/client";`;
  return `${[...first, client].join("\n")}\n\n${lines.join("\n")}\n`;
}

/** A call whose only argument opens and closes on the lines of the call itself. */
function hugged(callee: string, argument: Code | undefined, used: number): string {
  return argument === undefined ? `${callee}()` : `${callee}(${laid(argument, STEP, 0, used + callee.length + 2)})`;
}

function inOrder(one: string, other: string): number {
  return one.toLowerCase() < other.toLowerCase() ? -1 : 1;
}

function dialectOf(names: Set<string>, imports: Set<string>): Dialect {
  return {
    nothing: "null",
    truth: String,
    whole: (digits) => (Number.isSafeInteger(Number(digits)) ? digits : `${digits}n`),
    float: (value) => (Object.is(value, -0) ? "-0" : String(value)),
    text,
    list,
    struct,
    tensor: (tensor) => {
      names.add("Tensor");
      const { shape, data, type } = tensor;
      const array = ARRAYS[type] ?? `${type[0]!.toUpperCase()}${type.slice(1)}Array`;
      const isSmall = data.length <= MOST_ELEMENTS;
      const raw = Array.from(data as ArrayLike<number | bigint>, (one) => (typeof one === "bigint" ? `${one}n` : numeral(one)));
      const parts = [`[${shape.join(", ")}]`, `new ${array}(${isSmall ? `[${raw.join(", ")}]` : data.length})`];
      if (type === "bool" || type === "float16") {
        parts.push(text(type));
      }
      return { open: "new Tensor(", parts: parts.map((part) => ["", part]), close: ")", endsWithComma: true };
    },
    file: ({ name, mediaType, filename, blobId }) => {
      if (blobId !== "") {
        names.add("Media");
        const parts = [text(mediaType), "undefined", text(filename), text(blobId)];
        return { open: "new Media(", parts: parts.map((part) => ["", part]), close: ")", endsWithComma: true };
      }
      imports.add('import { openAsBlob } from "node:fs";');
      const options = mediaType === "" ? "" : `, { type: ${text(mediaType)} }`;
      return `new File([await openAsBlob(${text(name)})], ${text(filename)}${options})`;
    },
  };
}

function numeral(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function list(items: readonly Code[]): Code {
  return { open: "[", parts: items.map((item) => ["", item]), close: "]", endsWithComma: true };
}

function struct(fields: readonly (readonly [string, Code])[]): Code {
  return { open: "{", parts: fields.map(([name, code]) => [`${key(name)}: `, code]), close: "}", space: " ", endsWithComma: true };
}

function key(name: string): string {
  if (name === "__proto__") {
    return '["__proto__"]'; // without the brackets it is no field
  }
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : text(name);
}

function text(value: string): string {
  return quoted(value, (code) => (code > 0xffff ? `\\u{${hex(code, 1)}}` : `\\u${hex(code, 4)}`));
}
