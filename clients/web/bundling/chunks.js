/** Which modules are loaded together: what a bundler makes a chunk of its own is a request more. */

/**
 * What the page begins with, and what pictures and files are drawn with: each with all that it
 * imports, unless it is imported where it is needed.
 */
export const groups = [group("page", "main"), group("files", "controls/image")];

/** What the bundler adds. */
const RUNTIME = "\0rolldown/runtime.js";

function group(name, entry) {
  const path = new URL(`../src/${entry}.ts`, import.meta.url).pathname;
  const reached = new Set();

  function reach(id, chunking) {
    const { importedIds = [], dynamicImporters = [] } = chunking.getModuleInfo(id) ?? {};
    const isLater = id !== path && dynamicImporters.length > 0;
    if (!isLater && !reached.has(id)) {
      reached.add(id);
      importedIds.forEach((imported) => reach(imported, chunking));
    }
  }

  function named(id, chunking) {
    reach(path, chunking);
    return reached.has(id) || id === RUNTIME ? name : null;
  }

  return { name: named, debugName: name };
}
