/** The page's words in Italian. */

import type { Words } from "../words.js";

export const words: Words = {
  "Call it from code": "Chiamala dal codice",
  "Calling…": "Chiamata in corso…",
  Clear: "Cancella",
  "Command line": "Riga di comando",
  Copied: "Copiato",
  "Copied, without {names}: files, arrays and passwords can't stand in a link":
    "Copiato, senza {names}: file, array e password non possono stare in un link",
  Copy: "Copia",
  "Copy link": "Copia link",
  "Ctrl + Enter: {button}": "Ctrl + Invio: {button}",
  Dismiss: "Chiudi",
  "Done.": "Fatto.",
  "Failed after {time}": "Non riuscito dopo {time}",
  "Files go by their names: run it in the folder where they are.":
    "I file sono indicati per nome: eseguire nella cartella in cui si trovano.",
  "Find an interface": "Cerca un’interfaccia",
  Flag: "Segnala",
  "Flag as": "Segnala come",
  Flagged: "Segnalato",
  Generate: "Genera",
  Inputs: "Ingressi",
  Interfaces: "Interfacce",
  "It needs:": "Richiede:",
  Language: "Linguaggio",
  "More inputs": "Altri ingressi",
  "Next in the queue": "Prossimo in coda",
  "Next in the queue, about {time}": "Prossimo in coda, circa {time}",
  Outputs: "Uscite",
  Progress: "Avanzamento",
  "Put in values of your own: {names}": "Inserire i propri valori: {names}",
  "Running…": "In esecuzione…",
  "Runs at each change": "Si esegue a ogni modifica",
  "Skip the list": "Salta l’elenco",
  "Something stands before the server here: gRPC may have another address than {address}.":
    "C’è qualcosa davanti al server: gRPC può avere un indirizzo diverso da {address}.",
  Stop: "Ferma",
  "Stopped after {time}": "Fermato dopo {time}",
  Submit: "Invia",
  "The browser does not let this page copy.": "Il browser non permette a questa pagina di copiare.",
  "The link says something of “{name}”, which is no input here.":
    "Il link menziona «{name}», che qui non è un ingresso.",
  "The server asks who calls: have your token in the environment, as RPCFACE_TOKEN.":
    "Il server chiede chi chiama: tenere il token nella variabile d’ambiente RPCFACE_TOKEN.",
  "The server can't be asked: {why}": "Impossibile interrogare il server: {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "Il server non può continuare questa conversazione. «Cancella» ne comincia una nuova.",
  "The server does not answer. This page goes on as soon as it does.":
    "Il server non risponde. Questa pagina riprenderà appena lo farà.",
  "The server records every call.": "Il server registra ogni chiamata.",
  "The server went away before it had answered. What you entered is still here.":
    "Il server è sparito prima di rispondere. Ciò che è stato inserito è ancora qui.",
  "There is no “{name}” here": "Qui non c’è «{name}»",
  "There is none.": "Non ce ne sono.",
  "This server has:": "Questo server ha:",
  "This server offers nothing.": "Questo server non offre nulla.",
  "Took {time}": "Durata: {time}",
  "What the link says of “{name}” is not valid there, and was left out.":
    "Ciò che il link indica per «{name}» non è valido ed è stato tralasciato.",
  "Zeros stand for the content of large arrays.": "Gli zeri stanno al posto del contenuto dei grandi array.",
  "{done} of {total}": "{done} di {total}",
  "{n} before this one": "{n} prima di questo",
  "{n} before this one, about {time}": "{n} prima di questo, circa {time}",
};
