/** The page's words in Spanish. */

import type { Words } from "../words.js";

export const words: Words = {
  "Call it from code": "Llamar desde código",
  "Calling…": "Llamando…",
  Clear: "Borrar",
  "Command line": "Línea de órdenes",
  Copied: "Copiado",
  "Copied, without {names}: files, arrays and passwords can't stand in a link":
    "Copiado, sin {names}: los archivos, matrices y contraseñas no caben en un enlace",
  Copy: "Copiar",
  "Copy link": "Copiar enlace",
  "Ctrl + Enter: {button}": "Ctrl + Intro: {button}",
  Dismiss: "Cerrar",
  "Done.": "Hecho.",
  "Failed after {time}": "Ha fallado tras {time}",
  "Files go by their names: run it in the folder where they are.":
    "Los archivos figuran por su nombre: ejecútelo en la carpeta donde están.",
  "Find an interface": "Buscar una interfaz",
  Flag: "Marcar",
  "Flag as": "Marcar como",
  Flagged: "Marcado",
  Generate: "Generar",
  Inputs: "Entradas",
  Interfaces: "Interfaces",
  "It needs:": "Necesita:",
  Language: "Lenguaje",
  "More inputs": "Más entradas",
  "Next in the queue": "Siguiente en la cola",
  "Next in the queue, about {time}": "Siguiente en la cola, unos {time}",
  Outputs: "Salidas",
  Progress: "Progreso",
  "Put in values of your own: {names}": "Ponga sus propios valores: {names}",
  "Running…": "En curso…",
  "Runs at each change": "Se ejecuta con cada cambio",
  "Skip the list": "Saltar la lista",
  "Something stands before the server here: gRPC may have another address than {address}.":
    "Hay algo delante del servidor: gRPC puede tener otra dirección que {address}.",
  Stop: "Detener",
  "Stopped after {time}": "Detenido tras {time}",
  Submit: "Enviar",
  "The browser does not let this page copy.": "El navegador no permite copiar a esta página.",
  "The link says something of “{name}”, which is no input here.":
    "El enlace menciona «{name}», que no es una entrada aquí.",
  "The server asks who calls: have your token in the environment, as RPCFACE_TOKEN.":
    "El servidor pregunta quién llama: tenga su token en la variable de entorno RPCFACE_TOKEN.",
  "The server can't be asked: {why}": "No se puede consultar al servidor: {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "El servidor no puede continuar esta conversación. «Borrar» comienza una nueva.",
  "The server does not answer. This page goes on as soon as it does.":
    "El servidor no responde. Esta página seguirá en cuanto lo haga.",
  "The server records every call.": "El servidor registra cada llamada.",
  "The server went away before it had answered. What you entered is still here.":
    "El servidor desapareció antes de responder. Lo que introdujo sigue aquí.",
  "There is no “{name}” here": "Aquí no hay «{name}»",
  "There is none.": "No hay ninguna.",
  "This server has:": "Este servidor tiene:",
  "This server offers nothing.": "Este servidor no ofrece nada.",
  "Took {time}": "Tardó {time}",
  "What the link says of “{name}” is not valid there, and was left out.":
    "Lo que el enlace indica para «{name}» no es válido y se ha omitido.",
  "Zeros stand for the content of large arrays.": "Hay ceros en lugar del contenido de las matrices grandes.",
  "{done} of {total}": "{done} de {total}",
  "{n} before this one": "{n} antes de este",
  "{n} before this one, about {time}": "{n} antes de este, unos {time}",
};
