/** Which modules are loaded together: what a bundler makes a chunk of its own is a request more. */

/**
 * What the page begins with, and what pictures and files are drawn with: each with all that it
 * imports, unless it is imported where it is needed.
 */
export const groups = [group("page", "main"), group("files", "controls/image")];

function group(name, entry) {
  const path = new URL(`../src/${entry}.ts`, import.meta.url).pathname;
  const reached = new Set();

  function reach(id, chunking) {
    if (!reached.has(id)) {
      reached.add(id);
      chunking.getModuleInfo(id)?.importedIds.forEach((imported) => reach(imported, chunking));
    }
  }

  function named(id, chunking) {
    reach(path, chunking);
    return reached.has(id) ? name : null;
  }

  return { name: named, debugName: name };
}
