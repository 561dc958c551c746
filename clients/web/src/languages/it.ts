/** The page's words in Italian. */

import type { Words } from "../words.js";

export const words: Words = {
  "Calling…": "Chiamata in corso…",
  Clear: "Cancella",
  "Ctrl + Enter: {button}": "Ctrl + Invio: {button}",
  Dismiss: "Chiudi",
  "Done.": "Fatto.",
  "Failed after {time}": "Non riuscito dopo {time}",
  "Find an interface": "Cerca un’interfaccia",
  Flag: "Segnala",
  "Flag as": "Segnala come",
  Flagged: "Segnalato",
  Generate: "Genera",
  Inputs: "Ingressi",
  Interfaces: "Interfacce",
  "More inputs": "Altri ingressi",
  "Next in the queue": "Prossimo in coda",
  "Next in the queue, about {time}": "Prossimo in coda, circa {time}",
  Outputs: "Uscite",
  Progress: "Avanzamento",
  "Running…": "In esecuzione…",
  "Runs at each change": "Si esegue a ogni modifica",
  "Skip the list": "Salta l’elenco",
  Stop: "Ferma",
  "Stopped after {time}": "Fermato dopo {time}",
  Submit: "Invia",
  "The server can't be asked: {why}": "Impossibile interrogare il server: {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "Il server non può continuare questa conversazione. «Cancella» ne comincia una nuova.",
  "The server does not answer. This page goes on as soon as it does.":
    "Il server non risponde. Questa pagina riprenderà appena lo farà.",
  "The server records every call.": "Il server registra ogni chiamata.",
  "The server went away before it had answered. What you entered is still here.":
    "Il server è sparito prima di rispondere. Ciò che è stato inserito è ancora qui.",
  "There is none.": "Non ce ne sono.",
  "This server offers nothing.": "Questo server non offre nulla.",
  "Took {time}": "Durata: {time}",
  "{done} of {total}": "{done} di {total}",
  "{n} before this one": "{n} prima di questo",
  "{n} before this one, about {time}": "{n} prima di questo, circa {time}",
};
