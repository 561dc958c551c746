/** Which language the page speaks, and where its words come from. */

import { speak, type Words } from "./words.js";

const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly words: Words }>>> = {
  de: () => import("./languages/de.js"),
  fr: () => import("./languages/fr.js"),
  es: () => import("./languages/es.js"),
  pt: () => import("./languages/pt.js"),
  it: () => import("./languages/it.js"),
  ja: () => import("./languages/ja.js"),
  zh: () => import("./languages/zh.js"),
  ar: () => import("./languages/ar.js"),
};

const FROM_THE_RIGHT = new Set(["ar"]);

/** Chinese that is written otherwise than the page's is. */
const TRADITIONAL = /^zh\b.*\b(hant|tw|hk|mo)\b/i;

/** Lets the page speak the first language of the browser's that it knows; English knows it always. */
export async function learn(): Promise<void> {
  for (const tag of navigator.languages) {
    const language = tag.toLowerCase().split("-")[0] ?? "";
    if (language === "en") {
      speak({}, tag);
      return;
    }
    const isKnown = Object.hasOwn(LANGUAGES, language) && !TRADITIONAL.test(tag);
    const load = isKnown ? LANGUAGES[language] : undefined;
    try {
      if (load !== undefined) {
        speak((await load()).words, tag);
        document.documentElement.lang = language;
        document.documentElement.dir = FROM_THE_RIGHT.has(language) ? "rtl" : "ltr";
        return;
      }
    } catch {
      // the file did not come: the next language then
    }
  }
}
