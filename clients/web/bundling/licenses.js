import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const APACHE = new URL("../../../LICENSE", import.meta.url);
const RULE = `\n\n${"-".repeat(80)}\n\n`;

/**
 * Writes licenses.txt beside the page: of each package that is built in, its licence, or the
 * notices that its files begin with where it comes without one.
 */
export function licenses() {
  return {
    name: "rpcface-licenses",
    generateBundle(_, bundle) {
      const packages = new Map();
      for (const chunk of Object.values(bundle)) {
        for (const id of chunk.moduleIds ?? chunk.originalFileNames.map((name) => resolve(name))) {
          if (id.includes("/node_modules/") && !id.startsWith("\0")) {
            const folder = folderOf(id);
            packages.set(folder, [...(packages.get(folder) ?? []), id]);
          }
        }
      }
      const told = [...packages].map(([folder, files]) => licence(folder, files)).sort();
      const head = "The page holds these packages.";
      const apache = `The Apache License, which some of them come under:\n\n${readFileSync(APACHE, "utf-8").trim()}`;
      this.emitFile({
        type: "asset",
        fileName: "licenses.txt",
        source: `${[head, ...told, apache].join(RULE)}\n`,
      });
    },
  };
}

function folderOf(file) {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (existsSync(path) && JSON.parse(readFileSync(path, "utf-8")).name) {
      return folder;
    }
  }
}

function licence(folder, files) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf-8"));
  const own = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  const text = own ? readFileSync(join(folder, own), "utf-8") : notices(files);
  return `${name} ${version}, ${license}\n\n${text.trim()}`;
}

/** What the files begin with, each notice once. */
function notices(files) {
  const heads = files.sort().map((file) => /^(?:\/\/.*\n)+/.exec(readFileSync(file, "utf-8"))?.[0] ?? "");
  return [...new Set(heads)].map((head) => head.replace(/^\/\/ ?/gm, "")).join("\n");
}
