/** The page's words in French. */

import type { Words } from "../words.js";

export const words: Words = {
  "Calling…": "Appel en cours…",
  Clear: "Effacer",
  "Ctrl + Enter: {button}": "Ctrl + Entrée : {button}",
  Dismiss: "Fermer",
  "Done.": "C’est fait.",
  "Failed after {time}": "Échec après {time}",
  "Find an interface": "Chercher une interface",
  Flag: "Signaler",
  "Flag as": "Signaler comme",
  Flagged: "Signalé",
  Generate: "Générer",
  Inputs: "Entrées",
  Interfaces: "Interfaces",
  "More inputs": "Autres entrées",
  "Next in the queue": "Prochain dans la file",
  "Next in the queue, about {time}": "Prochain dans la file, environ {time}",
  Outputs: "Sorties",
  Progress: "Progression",
  "Running…": "En cours…",
  "Runs at each change": "S’exécute à chaque modification",
  "Skip the list": "Passer la liste",
  Stop: "Arrêter",
  "Stopped after {time}": "Arrêté après {time}",
  Submit: "Envoyer",
  "The server can't be asked: {why}": "Impossible d’interroger le serveur : {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "Le serveur ne peut pas poursuivre cette conversation. « Effacer » en commence une nouvelle.",
  "The server does not answer. This page goes on as soon as it does.":
    "Le serveur ne répond pas. Cette page reprendra dès qu’il répondra.",
  "The server records every call.": "Le serveur enregistre chaque appel.",
  "The server went away before it had answered. What you entered is still here.":
    "Le serveur a disparu avant de répondre. Vos saisies sont toujours là.",
  "There is none.": "Il n’y en a pas.",
  "This server offers nothing.": "Ce serveur ne propose rien.",
  "Took {time}": "A pris {time}",
  "{done} of {total}": "{done} sur {total}",
  "{n} before this one": "{n} avant celui-ci",
  "{n} before this one, about {time}": "{n} avant celui-ci, environ {time}",
};
