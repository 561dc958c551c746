/** The few pictures on buttons. */

import { type SVGTemplateResult, html, svg } from "lit";

const drawn = (paths: SVGTemplateResult) => html`<svg
  viewBox="0 0 16 16"
  width="16"
  height="16"
  fill="none"
  stroke="currentColor"
  stroke-width="1.4"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  ${paths}
</svg>`;

export const icons = {
  download: drawn(svg`<path d="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.8 13.2h10.4" />`),
  remove: drawn(svg`<path d="m4 4 8 8M12 4l-8 8" />`),
  replace: drawn(svg`<path d="M8 10.2V2.8M4.8 6 8 2.8 11.2 6M2.8 13.2h10.4" />`),
  enlarge: drawn(svg`<path d="M9.5 2.5h4v4M6.5 13.5h-4v-4M13.2 2.8 9.4 6.6M2.8 13.2l3.8-3.8" />`),
  compare: drawn(svg`<rect x="2" y="3" width="12" height="10" rx="1.5" /><path d="M8 1.5v13M4.5 8h1M10.5 8h1" />`),
  copy: drawn(svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5" /><path d="M10.5 3.5v-.2a.8.8 0 0 0-.8-.8H3.3a.8.8 0 0 0-.8.8v6.4c0 .4.4.8.8.8h.2" />`),
  done: drawn(svg`<path d="m3 8.5 3.2 3.2L13 4.8" />`),
  open: drawn(svg`<path d="M9 2.5h4.5V7M13.2 2.8 7.5 8.5M11.5 9.5v3a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1h3" />`),
  turn: drawn(svg`<path d="M13 6.5A5.2 5.2 0 0 0 3.6 5M3 9.5A5.2 5.2 0 0 0 12.4 11M3.4 2.3V5h2.7M12.6 13.7V11H9.9" />`),
  microphone: drawn(svg`<rect x="6" y="2" width="4" height="7.5" rx="2" /><path d="M3.5 7.8a4.5 4.5 0 0 0 9 0M8 12.3v1.9" />`),
  file: drawn(svg`<path d="M4.2 2h5L12.5 5.3v7.9c0 .5-.4.8-.8.8H4.2a.8.8 0 0 1-.8-.8V2.8c0-.4.4-.8.8-.8zM9 2.2v3.3h3.3" />`),
  nearer: drawn(svg`<path d="M8 3v10M3 8h10" />`),
  farther: drawn(svg`<path d="M3 8h10" />`),
  before: drawn(svg`<path d="M10 3 5 8l5 5" />`),
  after: drawn(svg`<path d="m6 3 5 5-5 5" />`),
} as const;
