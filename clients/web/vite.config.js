import { defineConfig } from "vite";
import { groups } from "./bundling/chunks.js";
import { licenses } from "./bundling/licenses.js";

const client = (name) => new URL(`../typescript/src/${name}.ts`, import.meta.url).pathname;

export default defineConfig({
  base: "./",
  plugins: [licenses()],
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
      { find: "ws", replacement: new URL("src/no_ws.ts", import.meta.url).pathname },
    ],
  },
});
