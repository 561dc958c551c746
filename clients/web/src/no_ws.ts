/** Browsers have a WebSocket of their own. */
export const WebSocket = undefined;
