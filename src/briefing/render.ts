/** HTML, text and JSON of one view. The templates are precompiled (scripts/compile-templates.mjs): nothing is evaluated. */
import Handlebars from 'handlebars/runtime.js';

import { html, text } from '../generated/templates/briefing.ts';
import { composeMail, type Envelope } from './eml.ts';
import { withoutIsolation } from './printable.ts';
import type { BriefingView } from './view.ts';
import { wrapText } from './wrap.ts';

const htmlTemplate = Handlebars.template<BriefingView>(html);
const textTemplate = Handlebars.template<BriefingView>(text);

/** The HTML part; every value is escaped. */
export function renderHtml(view: BriefingView): string {
  return htmlTemplate(view);
}

/** The plain-text part: the same words, numbers and links, 72 columns wide. */
export function renderText(view: BriefingView): string {
  return wrapText(textTemplate(view));
}

/** What `rekindle brief --format json` prints (design of the command line: ARCHITECTURE.md). */
export function renderJson(view: BriefingView): object {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    now: iso(view.now),
    zone: view.zone,
    subject: view.subject,
    suggestions: view.suggestions.map(({ n, name, email, trust, reason, facts, opener, oldTie }) => ({
      n,
      name,
      email,
      trust,
      reason: withoutIsolation(reason),
      facts: facts.map(withoutIsolation),
      opener: withoutIsolation(opener),
      oldTie,
    })),
    waiting: view.waiting.map(({ name, email, trust, since, asked, usual }) => ({
      name,
      email,
      trust,
      since: iso(since),
      reason: withoutIsolation(`${name} ${asked} ${usual}`),
    })),
    meeting: view.meeting.flatMap(({ people, at, minutes, others, title }) =>
      people.map(({ name, email, trust }) => ({ name, email, trust, at: iso(at), minutes, others, title })),
    ),
    circle: {
      size: view.circle.size,
      of: view.circle.of,
      change: view.circle.change,
      addresses: view.circle.addresses,
      quarterAgo: view.circle.before.quarter,
      yearAgo: view.circle.before.year,
    },
    ledger: view.streams,
  };
}

/**
 * The whole mail as a file to open in a mail program. Throws `RekindleError` `bad-input` for an address or id that can't
 * stand in a header.
 */
export function renderEml(view: BriefingView, envelope: Envelope): string {
  const { subject, lang, now: at, zone } = view;
  return composeMail({ subject, lang, at, zone, text: renderText(view), html: renderHtml(view) }, envelope);
}
