/** The page's words in German. */

import type { Words } from "../words.js";

export const words: Words = {
  "Calling…": "Wird aufgerufen …",
  Clear: "Leeren",
  "Ctrl + Enter: {button}": "Strg + Enter: {button}",
  Dismiss: "Schließen",
  "Done.": "Erledigt.",
  "Failed after {time}": "Nach {time} gescheitert",
  "Find an interface": "Schnittstelle suchen",
  Flag: "Melden",
  "Flag as": "Melden als",
  Flagged: "Gemeldet",
  Generate: "Erzeugen",
  Inputs: "Eingaben",
  Interfaces: "Schnittstellen",
  "More inputs": "Weitere Eingaben",
  "Next in the queue": "Als Nächstes an der Reihe",
  "Next in the queue, about {time}": "Als Nächstes an der Reihe, etwa {time}",
  Outputs: "Ausgaben",
  Progress: "Fortschritt",
  "Running…": "Läuft …",
  "Runs at each change": "Läuft bei jeder Änderung",
  "Skip the list": "Liste überspringen",
  Stop: "Anhalten",
  "Stopped after {time}": "Nach {time} angehalten",
  Submit: "Absenden",
  "The server can't be asked: {why}": "Der Server kann nicht gefragt werden: {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "Der Server kann dieses Gespräch nicht fortsetzen. „Leeren“ beginnt ein neues.",
  "The server does not answer. This page goes on as soon as it does.":
    "Der Server antwortet nicht. Diese Seite macht weiter, sobald er es tut.",
  "The server records every call.": "Der Server zeichnet jeden Aufruf auf.",
  "The server went away before it had answered. What you entered is still here.":
    "Der Server war weg, bevor er geantwortet hat. Die Eingaben sind noch da.",
  "There is none.": "Es gibt keine.",
  "This server offers nothing.": "Dieser Server bietet nichts an.",
  "Took {time}": "Dauerte {time}",
  "{done} of {total}": "{done} von {total}",
  "{n} before this one": "{n} davor",
  "{n} before this one, about {time}": "{n} davor, etwa {time}",
};
