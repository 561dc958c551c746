/** The page's words in Spanish. */

import type { Words } from "../words.js";

export const words: Words = {
  "Calling…": "Llamando…",
  Clear: "Borrar",
  "Ctrl + Enter: {button}": "Ctrl + Intro: {button}",
  Dismiss: "Cerrar",
  "Done.": "Hecho.",
  "Failed after {time}": "Ha fallado tras {time}",
  "Find an interface": "Buscar una interfaz",
  Flag: "Marcar",
  "Flag as": "Marcar como",
  Flagged: "Marcado",
  Generate: "Generar",
  Inputs: "Entradas",
  Interfaces: "Interfaces",
  "More inputs": "Más entradas",
  "Next in the queue": "Siguiente en la cola",
  "Next in the queue, about {time}": "Siguiente en la cola, unos {time}",
  Outputs: "Salidas",
  Progress: "Progreso",
  "Running…": "En curso…",
  "Runs at each change": "Se ejecuta con cada cambio",
  "Skip the list": "Saltar la lista",
  Stop: "Detener",
  "Stopped after {time}": "Detenido tras {time}",
  Submit: "Enviar",
  "The server can't be asked: {why}": "No se puede consultar al servidor: {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "El servidor no puede continuar esta conversación. «Borrar» comienza una nueva.",
  "The server does not answer. This page goes on as soon as it does.":
    "El servidor no responde. Esta página seguirá en cuanto lo haga.",
  "The server records every call.": "El servidor registra cada llamada.",
  "The server went away before it had answered. What you entered is still here.":
    "El servidor desapareció antes de responder. Lo que introdujo sigue aquí.",
  "There is none.": "No hay ninguna.",
  "This server offers nothing.": "Este servidor no ofrece nada.",
  "Took {time}": "Tardó {time}",
  "{done} of {total}": "{done} de {total}",
  "{n} before this one": "{n} antes de este",
  "{n} before this one, about {time}": "{n} antes de este, unos {time}",
};
