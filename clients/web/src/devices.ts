/** Cameras and microphones, which a person lets the page use. */

import { say } from "./words.js";

/** Whether this browser has any: it has none on pages without TLS. */
export const hasDevices = navigator.mediaDevices !== undefined;

/** Why one can't be used, in words for who asked for it. */
export function whyNot(error: unknown, kind: "camera" | "microphone"): string {
  const isCamera = kind === "camera";
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
      return isCamera
        ? say("The browser does not let this page use the camera. Beside the address you can allow it.")
        : say("The browser does not let this page use the microphone. Beside the address you can allow it.");
    case "NotFoundError":
    case "OverconstrainedError":
      return isCamera ? say("There is no camera.") : say("There is no microphone.");
    case "NotReadableError":
      return isCamera
        ? say("The camera can't be used; another program may have it.")
        : say("The microphone can't be used; another program may have it.");
    default: {
      const reason = error instanceof Error ? error.message : String(error);
      return isCamera
        ? say("The camera can't be used: {reason}", { reason })
        : say("The microphone can't be used: {reason}", { reason });
    }
  }
}

/** Lets go of a camera or a microphone. */
export function stop(stream: MediaStream | undefined): void {
  stream?.getTracks().forEach((track) => track.stop());
}
