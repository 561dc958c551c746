import { defineConfig } from "vite";
import { groups } from "./bundling/chunks.js";
import { enums } from "./bundling/enums.js";
import { licenses } from "./bundling/licenses.js";
import { templates } from "./bundling/templates.js";

const client = (name) => new URL(`../typescript/src/${name}.ts`, import.meta.url).pathname;
const own = (name) => new URL(name, import.meta.url).pathname;

export default defineConfig({
  base: "./",
  plugins: [templates(), enums(), licenses()],
  build: {
    outDir: "../../rpcface/web/static",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the page's policy allows no data: scripts and styles
    modulePreload: { polyfill: false },
    target: "es2022",
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  resolve: {
    alias: [
      { find: "@rpcface/client/protos", replacement: client("protos") },
      { find: "@rpcface/client", replacement: client("index") },
      { find: "ws", replacement: own("src/no_ws.ts") },
      { find: /^\.\/(from|to)-json\.js$/, replacement: own("bundling/no_json.js") }, // of protobuf-es
    ],
  },
});
