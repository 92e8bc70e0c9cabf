/** What a newcomer sees first: what this is, and how to begin without connecting anything. */
import { html } from 'hono/html';
import type { UserRecord } from '../ports/people-store.ts';
import { type Html, page } from './layout.ts';

export function landingPage({ users, canImport }: { users: UserRecord[]; canImport: boolean }): Html {
  const known = users.map(
    ({ email }) => html`<li><a href="/briefing?user=${encodeURIComponent(email)}">The briefing for ${email}</a></li>`,
  );
  return page(
    'Keep in touch',
    html`
      <h1>It isn’t who you know. It’s how well who you know trusts you.</h1>
      <p>
        Rekindle reads the traces of your mail and calendar (who wrote to whom, who met whom, never what was said),
        keeps a trust score for the people you really deal with, and tells you each week
        <strong>who to reconnect with, and why now</strong>.
      </p>
      ${
        users.length === 0
          ? ''
          : html`<section class="card">
              <h2>Your briefing</h2>
              <ul>
                ${known}
              </ul>
            </section>`
      }
      ${canImport ? importCard : html`<p class="soft">Archives can’t be imported here; run Rekindle on your own machine for that.</p>`}
    `,
    canImport ? { scripts: ['import.js'] } : {},
  );
}

const importCard = html`
  <section class="card">
    <h2>Import an archive</h2>
    <p class="soft">
      A mail archive (mbox, also .gz; <a href="https://takeout.google.com" rel="noreferrer">Google Takeout</a> writes
      one) and, if you like, your calendar (.ics). Only headers are read. What is stored: addresses, names, times, and
      subjects of personal mail. The files are removed as soon as they have been read.
    </p>
    <form id="import" hidden>
      <label
        >Files
        <input
          type="file"
          name="files"
          multiple
          required
          accept=".mbox,.gz,.ics,.eml,application/mbox,text/calendar,message/rfc822"
      /></label>
      <label
        >Your own address
        <input
          type="text"
          inputmode="email"
          name="me"
          required
          autocomplete="email"
          placeholder="you@example.com"
          aria-describedby="me-hint"
      /></label>
      <p class="hint" id="me-hint">Several, with commas, if you write from more than one.</p>
      <label>Your time zone <input type="text" name="zone" autocomplete="off" placeholder="Europe/Berlin" /></label>
      <button type="submit">Read it and show me</button>
    </form>
    <noscript
      ><p>
        Uploading needs JavaScript. Without it, use the command line:
        <code>npx rekindle import FILE --me you@example.com</code>
      </p></noscript
    >
    <p id="status" role="status" aria-live="polite"></p>
    <progress id="bar" max="1" value="0" hidden aria-label="Upload"></progress>
  </section>
`;
