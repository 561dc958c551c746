/** Takes the indentation out of lit's templates: a bundler leaves their text as it was written. */

/** A plugin of vite. */
export function templates() {
  return {
    name: "templates",
    apply: "build",
    enforce: "post",
    transform: {
      filter: { id: /\/clients\/web\/src\/.*\.ts$/ },
      handler(code) {
        const edits = [];
        visit(this.parse(code), (quasi, kind) => edits.push([quasi.start, quasi.end, kind]));
        edits.sort(([one], [other]) => other - one);
        for (const [start, end, kind] of edits) {
          code = code.slice(0, start) + SHORTER[kind](code.slice(start, end)) + code.slice(end);
        }
        return { code, map: null };
      },
    },
  };
}

const SHORTER = {
  html: (text) => text.replace(/\s*\n\s*/g, " "),
  css: (text) =>
    text
      .replace(/\s+/g, " ")
      .replace(/ ?([{};,]) ?/g, "$1")
      .replace(/: /g, ":")
      .replace(/;}/g, "}"),
};

/** Calls `found` with each piece of text of each template, and the template's tag. */
function visit(node, found) {
  if (node.type === "TaggedTemplateExpression" && Object.hasOwn(SHORTER, node.tag.name)) {
    node.quasi.quasis.forEach((quasi) => found(quasi, node.tag.name));
  }
  for (const inner of Object.values(node)) {
    for (const one of Array.isArray(inner) ? inner : [inner]) {
      if (typeof one?.type === "string") {
        visit(one, found);
      }
    }
  }
}
