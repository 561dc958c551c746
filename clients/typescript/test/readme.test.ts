import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { FILES, Server } from "./serving.js";

const PACKAGE = join(FILES, "..");
const FOLDER = join(PACKAGE, "build", "readme"); // within the package, so that it knows itself by name

const run = promisify(execFile);

/** The blocks of a language in the README. */
function blocks(readme: string, language: string): string[] {
  const found = readme.matchAll(new RegExp("^```" + language + "\\b.*\\n([^]*?)^```$", "gm"));
  return Array.from(found, ([, code]) => code!);
}

test("the examples of the README are right, and say what they tell", async () => {
  const readme = await readFile(join(PACKAGE, "README.md"), "utf8");
  const [python] = blocks(readme, "python");
  const code = blocks(readme, "ts").join("\n");
  const told = code.split("\n").flatMap((line) =>
    line
      .split("// →")
      .slice(1)
      .map((text) => text.trim()),
  );
  assert.ok(told.length > 7);
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, "demo.py"), python!);
  const server = await Server.start([], join(FOLDER, "demo.py"));
  try {
    const own = code.replace("http://localhost:7860", server.address);
    await writeFile(join(FOLDER, "example.ts"), own);
    const config = {
      extends: "../../tsconfig.json",
      compilerOptions: { rootDir: ".", outDir: "out" },
      include: ["example.ts"],
    };
    await writeFile(join(FOLDER, "tsconfig.json"), JSON.stringify(config));
    await run(process.execPath, [
      join(PACKAGE, "node_modules", "typescript", "bin", "tsc"),
      "-p",
      FOLDER,
    ]).catch((error: { stdout: string }) => assert.fail(error.stdout));
    const { stdout } = await run(process.execPath, [join(FOLDER, "out", "example.js")], { timeout: 30_000 });
    assert.deepEqual(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.trim()),
      told,
    );
  } finally {
    await server.stop();
  }
});
