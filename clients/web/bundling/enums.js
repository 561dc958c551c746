/** Lets a bundler leave out the enums of protobuf-es that nothing uses, which it can't tell by itself. */

const ENUM = /export var (\w+);\s*\(function \(\1\) \{([^}]*)\}\)\(\1 \|\| \(\1 = \{\}\)\);/g;
const PURE = "export const $1 = /*@__PURE__*/ (function ($1) {$2 return $1; })({});";

/** A plugin of vite. */
export function enums() {
  return {
    name: "rpcface-enums",
    apply: "build",
    transform: {
      filter: { id: /\/node_modules\/@bufbuild\/protobuf\/.*\.js$/ },
      handler: (code) => ({ code: code.replace(ENUM, PURE), map: null }),
    },
  };
}
