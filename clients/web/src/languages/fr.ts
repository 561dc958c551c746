/** The page's words in French. */

import type { Words } from "../words.js";

export const words: Words = {
  "Call it from code": "L’appeler depuis du code",
  "Calling…": "Appel en cours…",
  Clear: "Effacer",
  "Command line": "Ligne de commande",
  Copied: "Copié",
  "Copied, without {names}: files, arrays and passwords can't stand in a link":
    "Copié, sans {names} : un lien ne peut contenir ni fichiers, ni tableaux, ni mots de passe",
  Copy: "Copier",
  "Copy link": "Copier le lien",
  "Ctrl + Enter: {button}": "Ctrl + Entrée : {button}",
  Dismiss: "Fermer",
  "Done.": "C’est fait.",
  "Failed after {time}": "Échec après {time}",
  "Files go by their names: run it in the folder where they are.":
    "Les fichiers figurent par leur nom : exécutez-le dans le dossier où ils se trouvent.",
  "Find an interface": "Chercher une interface",
  Flag: "Signaler",
  "Flag as": "Signaler comme",
  Flagged: "Signalé",
  Generate: "Générer",
  Inputs: "Entrées",
  Interfaces: "Interfaces",
  "It needs:": "Nécessite :",
  Language: "Langage",
  "More inputs": "Autres entrées",
  "Next in the queue": "Prochain dans la file",
  "Next in the queue, about {time}": "Prochain dans la file, environ {time}",
  Outputs: "Sorties",
  Progress: "Progression",
  "Put in values of your own: {names}": "Mettez vos propres valeurs : {names}",
  "Running…": "En cours…",
  "Runs at each change": "S’exécute à chaque modification",
  "Skip the list": "Passer la liste",
  "Something stands before the server here: gRPC may have another address than {address}.":
    "Quelque chose se trouve devant le serveur : gRPC peut avoir une autre adresse que {address}.",
  Stop: "Arrêter",
  "Stopped after {time}": "Arrêté après {time}",
  Submit: "Envoyer",
  "The browser does not let this page copy.": "Le navigateur ne laisse pas cette page copier.",
  "The link says something of “{name}”, which is no input here.":
    "Le lien mentionne « {name} », qui n’est pas une entrée ici.",
  "The server asks who calls: have your token in the environment, as RPCFACE_TOKEN.":
    "Le serveur demande qui appelle : placez votre jeton dans la variable d’environnement RPCFACE_TOKEN.",
  "The server can't be asked: {why}": "Impossible d’interroger le serveur : {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "Le serveur ne peut pas poursuivre cette conversation. « Effacer » en commence une nouvelle.",
  "The server does not answer. This page goes on as soon as it does.":
    "Le serveur ne répond pas. Cette page reprendra dès qu’il répondra.",
  "The server records every call.": "Le serveur enregistre chaque appel.",
  "The server went away before it had answered. What you entered is still here.":
    "Le serveur a disparu avant de répondre. Vos saisies sont toujours là.",
  "There is no “{name}” here": "Il n’y a pas de « {name} » ici",
  "There is none.": "Il n’y en a pas.",
  "This server has:": "Ce serveur propose :",
  "This server offers nothing.": "Ce serveur ne propose rien.",
  "Took {time}": "A pris {time}",
  "What the link says of “{name}” is not valid there, and was left out.":
    "Ce que le lien indique pour « {name} » n’y est pas valide et a été laissé de côté.",
  "Zeros stand for the content of large arrays.": "Des zéros remplacent le contenu des grands tableaux.",
  "{done} of {total}": "{done} sur {total}",
  "{n} before this one": "{n} avant celui-ci",
  "{n} before this one, about {time}": "{n} avant celui-ci, environ {time}",
};
