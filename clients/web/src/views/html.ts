/** HTML, shown where it reaches nothing. */

import { css, html as template } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Draw, Model } from "../model.js";

const HIGHEST = 4000;

const styles = css`
  iframe {
    display: block;
    width: 100%;
    height: 3rem;
    border: 1px solid var(--rf-line);
    border-radius: calc(var(--rf-radius) - 2px);
    background: var(--rf-panel);
  }
`;

/**
 * A frame of an origin of its own, whose policy lets it load nothing: its scripts run, and see
 * neither the page nor the server. A document in `srcdoc` would have the page's own policy, which
 * no style of the author's passes.
 */
export const html: Draw = Object.assign(
  (model: Model) => template`${keyed(
    model.value, // another value is another frame
    template`<iframe
      id=${model.id}
      sandbox="allow-scripts"
      referrerpolicy="no-referrer"
      title=${model.component.label || model.component.name}
      src="./frame.html"
      @load=${{ once: true, handleEvent: (event: Event) => fill(event, model.value) }}
    ></iframe>`,
  )}`,
  { styles, isGroup: true },
);

function fill({ currentTarget }: Event, value: unknown): void {
  const frame = currentTarget as HTMLIFrameElement;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    frame.style.height = `${Math.min(Number(data) || 0, HIGHEST) + 2}px`;
  };
  const { colorScheme, fontFamily, fontSize } = getComputedStyle(frame);
  // what has the page's scheme lets the page's ground through
  const look = `<style>:root { color-scheme: ${colorScheme} } :where(body) { font: ${fontSize}/1.5 ${fontFamily} }</style>`;
  frame.contentWindow?.postMessage(typeof value === "string" ? look + value : "", "*", [port2]);
}
