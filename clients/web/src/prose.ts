/** CommonMark without HTML, drawn from its tokens: nothing is ever set as HTML. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { lexer, type MarkedToken, type Token } from "marked";
import { base } from "./styles.js";

/** Text in Markdown. What looks like HTML in it is shown as it stands. */
export class Prose extends LitElement {
  static override properties = { text: {} };

  declare text: string;

  static override styles = [
    base,
    css`
      :host {
        display: block;
        max-width: 46rem;
        overflow-wrap: anywhere;
      }
      :host > *:first-child {
        margin-block-start: 0;
      }
      :host > *:last-child {
        margin-block-end: 0;
      }
      p,
      ul,
      ol,
      pre,
      blockquote,
      table {
        margin-block: 0 0.75rem;
      }
      h1,
      h2,
      h3,
      h4 {
        margin-block: 1.2rem 0.4rem;
        color: var(--rf-ink);
        font-size: 1.05rem;
        line-height: 1.35;
      }
      h1 {
        font-size: 1.3rem;
      }
      h2 {
        font-size: 1.15rem;
      }
      pre,
      :not(pre) > code {
        border-radius: 0.35rem;
        background: var(--rf-sunken);
        border: 1px solid var(--rf-line);
      }
      pre {
        padding: 0.75rem 1rem;
        overflow-x: auto;
      }
      :not(pre) > code {
        padding: 0.05em 0.3em;
      }
      blockquote {
        margin-inline: 0;
        padding-inline-start: 1rem;
        border-inline-start: 3px solid var(--rf-line);
        color: var(--rf-quiet);
      }
      img {
        max-width: 100%;
      }
      table {
        border-collapse: collapse;
      }
      th,
      td {
        padding: 0.3rem 0.7rem;
        border: 1px solid var(--rf-line);
        text-align: start;
      }
    `,
  ];

  override render() {
    return drawn(lexer(this.text ?? ""));
  }
}

type Drawn = TemplateResult | string | typeof nothing;

function drawn(tokens: readonly Token[] | undefined): Drawn[] {
  return (tokens ?? []).map((token) => one(token as MarkedToken));
}

function one(token: MarkedToken): Drawn {
  switch (token.type) {
    case "space":
    case "def":
      return nothing;
    case "heading":
      return heading(token.depth, drawn(token.tokens));
    case "paragraph":
      return html`<p>${drawn(token.tokens)}</p>`;
    case "blockquote":
      return html`<blockquote>${drawn(token.tokens)}</blockquote>`;
    case "list": {
      const items = token.items.map((item) => html`<li>${drawn(item.tokens)}</li>`);
      return token.ordered ? html`<ol start=${token.start || 1}>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case "code":
      return html`<pre tabindex="0"><code>${token.text}</code></pre>`;
    case "table":
      return html`<table>
        <thead>
          <tr>
            ${token.header.map((cell) => html`<th scope="col">${drawn(cell.tokens)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${token.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${drawn(cell.tokens)}</td>`)}</tr>`)}
        </tbody>
      </table>`;
    case "hr":
      return html`<hr />`;
    case "strong":
      return html`<strong>${drawn(token.tokens)}</strong>`;
    case "em":
      return html`<em>${drawn(token.tokens)}</em>`;
    case "del":
      return html`<del>${drawn(token.tokens)}</del>`;
    case "codespan":
      return html`<code>${token.text}</code>`;
    case "br":
      return html`<br />`;
    case "link":
      return isSafe(token.href)
        ? html`<a href=${token.href} rel="noreferrer noopener" target="_blank">${drawn(token.tokens)}</a>`
        : html`${drawn(token.tokens)}`;
    case "image":
      return token.text; // the page fetches nothing from elsewhere
    case "text":
    case "escape":
      return "tokens" in token && token.tokens ? html`${drawn(token.tokens)}` : token.text;
    default:
      return token.raw;
  }
}

function heading(depth: number, inner: Drawn[]): TemplateResult {
  switch (depth) {
    case 1:
      return html`<h2>${inner}</h2>`; // the page's h1 is the interface's title
    case 2:
      return html`<h3>${inner}</h3>`;
    default:
      return html`<h4>${inner}</h4>`;
  }
}

function isSafe(href: string): boolean {
  return /^(https?:|mailto:|#)/i.test(href);
}

customElements.define("rf-prose", Prose);
