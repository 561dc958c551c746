/** The page's words in Portuguese. */

import type { Words } from "../words.js";

export const words: Words = {
  "Calling…": "A chamar…",
  Clear: "Limpar",
  "Ctrl + Enter: {button}": "Ctrl + Enter: {button}",
  Dismiss: "Fechar",
  "Done.": "Feito.",
  "Failed after {time}": "Falhou após {time}",
  "Find an interface": "Procurar uma interface",
  Flag: "Sinalizar",
  "Flag as": "Sinalizar como",
  Flagged: "Sinalizado",
  Generate: "Gerar",
  Inputs: "Entradas",
  Interfaces: "Interfaces",
  "More inputs": "Mais entradas",
  "Next in the queue": "Próximo na fila",
  "Next in the queue, about {time}": "Próximo na fila, cerca de {time}",
  Outputs: "Saídas",
  Progress: "Progresso",
  "Running…": "Em curso…",
  "Runs at each change": "Executa a cada alteração",
  "Skip the list": "Saltar a lista",
  Stop: "Parar",
  "Stopped after {time}": "Parado após {time}",
  Submit: "Enviar",
  "The server can't be asked: {why}": "Não é possível consultar o servidor: {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "O servidor não pode continuar esta conversa. «Limpar» começa uma nova.",
  "The server does not answer. This page goes on as soon as it does.":
    "O servidor não responde. Esta página continua assim que ele responder.",
  "The server records every call.": "O servidor regista cada chamada.",
  "The server went away before it had answered. What you entered is still here.":
    "O servidor desapareceu antes de responder. O que introduziu ainda está aqui.",
  "There is none.": "Não há nenhuma.",
  "This server offers nothing.": "Este servidor não oferece nada.",
  "Took {time}": "Demorou {time}",
  "{done} of {total}": "{done} de {total}",
  "{n} before this one": "{n} antes deste",
  "{n} before this one, about {time}": "{n} antes deste, cerca de {time}",
};
