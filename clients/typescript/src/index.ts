export { createSocketTransport, type SocketTransport, type SocketTransportOptions } from "./socket.js";
export type { OpenSocket, SocketLike } from "./connection.js";
