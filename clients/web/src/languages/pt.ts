/** The page's words in Portuguese. */

import type { Words } from "../words.js";

export const words: Words = {
  "Call it from code": "Chamar a partir de código",
  "Calling…": "A chamar…",
  Clear: "Limpar",
  "Command line": "Linha de comandos",
  Copied: "Copiado",
  "Copied, without {names}: files, arrays and passwords can't stand in a link":
    "Copiado, sem {names}: ficheiros, matrizes e palavras-passe não cabem numa ligação",
  Copy: "Copiar",
  "Copy link": "Copiar ligação",
  "Ctrl + Enter: {button}": "Ctrl + Enter: {button}",
  Dismiss: "Fechar",
  "Done.": "Feito.",
  "Failed after {time}": "Falhou após {time}",
  "Files go by their names: run it in the folder where they are.":
    "Os ficheiros figuram pelo nome: execute-o na pasta onde estão.",
  "Find an interface": "Procurar uma interface",
  Flag: "Sinalizar",
  "Flag as": "Sinalizar como",
  Flagged: "Sinalizado",
  Generate: "Gerar",
  Inputs: "Entradas",
  Interfaces: "Interfaces",
  "It needs:": "Necessita de:",
  Language: "Linguagem",
  "More inputs": "Mais entradas",
  "Next in the queue": "Próximo na fila",
  "Next in the queue, about {time}": "Próximo na fila, cerca de {time}",
  Outputs: "Saídas",
  Progress: "Progresso",
  "Put in values of your own: {names}": "Coloque os seus próprios valores: {names}",
  "Running…": "Em curso…",
  "Runs at each change": "Executa a cada alteração",
  "Skip the list": "Saltar a lista",
  "Something stands before the server here: gRPC may have another address than {address}.":
    "Há algo à frente do servidor: o gRPC pode ter um endereço diferente de {address}.",
  Stop: "Parar",
  "Stopped after {time}": "Parado após {time}",
  Submit: "Enviar",
  "The browser does not let this page copy.": "O navegador não deixa esta página copiar.",
  "The link says something of “{name}”, which is no input here.":
    "A ligação menciona «{name}», que não é uma entrada aqui.",
  "The server asks who calls: have your token in the environment, as RPCFACE_TOKEN.":
    "O servidor pergunta quem chama: tenha o seu token na variável de ambiente RPCFACE_TOKEN.",
  "The server can't be asked: {why}": "Não é possível consultar o servidor: {why}",
  "The server can't go on with this conversation. Clear begins a new one.":
    "O servidor não pode continuar esta conversa. «Limpar» começa uma nova.",
  "The server does not answer. This page goes on as soon as it does.":
    "O servidor não responde. Esta página continua assim que ele responder.",
  "The server records every call.": "O servidor regista cada chamada.",
  "The server went away before it had answered. What you entered is still here.":
    "O servidor desapareceu antes de responder. O que introduziu ainda está aqui.",
  "There is no “{name}” here": "Não há «{name}» aqui",
  "There is none.": "Não há nenhuma.",
  "This server has:": "Este servidor tem:",
  "This server offers nothing.": "Este servidor não oferece nada.",
  "Took {time}": "Demorou {time}",
  "What the link says of “{name}” is not valid there, and was left out.":
    "O que a ligação indica para «{name}» não é válido e foi omitido.",
  "Zeros stand for the content of large arrays.": "Zeros substituem o conteúdo das matrizes grandes.",
  "{done} of {total}": "{done} de {total}",
  "{n} before this one": "{n} antes deste",
  "{n} before this one, about {time}": "{n} antes deste, cerca de {time}",
};
