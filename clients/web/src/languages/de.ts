/** The page's words in German. */

import type { Words } from "../words.js";

export const words: Words = {
  "Call it from code": "Aus Code aufrufen",
  "Calling…": "Wird aufgerufen …",
  Clear: "Leeren",
  "Command line": "Kommandozeile",
  Copied: "Kopiert",
  "Copied, without {names}: files, arrays and passwords can't stand in a link":
    "Kopiert, ohne {names}: Dateien, Arrays und Passwörter können nicht in einem Link stehen",
  Copy: "Kopieren",
  "Copy link": "Link kopieren",
  "Ctrl + Enter: {button}": "Strg + Enter: {button}",
  Dismiss: "Schließen",
  "Done.": "Erledigt.",
  "Failed after {time}": "Nach {time} gescheitert",
  "Files go by their names: run it in the folder where they are.":
    "Dateien stehen mit ihrem Namen da: Im Ordner ausführen, in dem sie liegen.",
  "Find an interface": "Schnittstelle suchen",
  Flag: "Melden",
  "Flag as": "Melden als",
  Flagged: "Gemeldet",
  Generate: "Erzeugen",
  Inputs: "Eingaben",
  Interfaces: "Schnittstellen",
  "It needs:": "Dafür nötig:",
  Language: "Sprache",
  "More inputs": "Weitere Eingaben",
  "Next in the queue": "Als Nächstes an der Reihe",
  "Next in the queue, about {time}": "Als Nächstes an der Reihe, etwa {time}",
  Outputs: "Ausgaben",
  Progress: "Fortschritt",
  "Put in values of your own: {names}": "Eigene Werte einsetzen: {names}",
  "Running…": "Läuft …",
  "Runs at each change": "Läuft bei jeder Änderung",
  "Skip the list": "Liste überspringen",
  "Something stands before the server here: gRPC may have another address than {address}.":
    "Vor dem Server steht hier etwas: gRPC kann eine andere Adresse haben als {address}.",
  Stop: "Anhalten",
  "Stopped after {time}": "Nach {time} angehalten",
  Submit: "Absenden",
  "The browser does not let this page copy.": "Der Browser lässt diese Seite nicht kopieren.",
  "The link says something of “{name}”, which is no input here.":
    "Der Link nennt „{name}“, hier keine Eingabe.",
  "The server asks who calls: have your token in the environment, as RPCFACE_TOKEN.":
    "Der Server fragt, wer aufruft: Das Token gehört in die Umgebungsvariable RPCFACE_TOKEN.",
  "The server can't be asked: {why}": "Der Server kann nicht gefragt werden: {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "Der Server kann dieses Gespräch nicht fortsetzen. „Leeren“ beginnt ein neues.",
  "The server does not answer. This page goes on as soon as it does.":
    "Der Server antwortet nicht. Diese Seite macht weiter, sobald er es tut.",
  "The server records every call.": "Der Server zeichnet jeden Aufruf auf.",
  "The server went away before it had answered. What you entered is still here.":
    "Der Server war weg, bevor er geantwortet hat. Die Eingaben sind noch da.",
  "There is no “{name}” here": "„{name}“ gibt es hier nicht",
  "There is none.": "Es gibt keine.",
  "This server has:": "Dieser Server hat:",
  "This server offers nothing.": "Dieser Server bietet nichts an.",
  "Took {time}": "Dauerte {time}",
  "What the link says of “{name}” is not valid there, and was left out.":
    "Was der Link für „{name}“ angibt, ist dort nicht gültig und wurde weggelassen.",
  "Zeros stand for the content of large arrays.": "Nullen stehen für den Inhalt großer Arrays.",
  "{done} of {total}": "{done} von {total}",
  "{n} before this one": "{n} davor",
  "{n} before this one, about {time}": "{n} davor, etwa {time}",
};
