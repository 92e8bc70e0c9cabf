/** The frame of every page: one column, system fonts, works at 375 px, light and dark, without JavaScript. */
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** `refresh` reloads the page after so many seconds, for people without JavaScript. */
export function page(title: string, body: Html, options: { refresh?: number; scripts?: string[] } = {}): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Rekindle</title>
        <link rel="stylesheet" href="/assets/style.css" />
        ${options.refresh === undefined ? '' : html`<meta http-equiv="refresh" content="${options.refresh}" />`}
        ${(options.scripts ?? []).map((name) => html`<script type="module" src="/assets/${name}"></script>`)}
      </head>
      <body>
        <header><a href="/" class="brand">Rekindle</a></header>
        <main>${body}</main>
        <footer>Your mail stays on this machine. Texts of mails are never stored.</footer>
      </body>
    </html>`;
}
