import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';

import { asking, input, WEEKS } from './briefing.fixture.ts';
import { renderEml, renderHtml, renderText } from './render.ts';
import { viewBriefing } from './view.ts';

const ENVELOPE = {
  from: 'Rekindle <mara@stein.example>',
  to: 'mara@stein.example',
  messageId: 'week-48@stein.example',
};

describe('the mail as a file', () => {
  test('reads back as what was put in: both parts, subject, people, date in the user’s zone', async () => {
    const view = viewBriefing(WEEKS[7]);
    const eml = renderEml(view, ENVELOPE);
    const mail = await PostalMime.parse(eml);
    expect(mail.subject).toBe(view.subject);
    expect(mail.from).toMatchObject({ name: 'Rekindle', address: 'mara@stein.example' });
    expect(mail.to?.[0]?.address).toBe('mara@stein.example');
    expect(mail.messageId).toBe('<week-48@stein.example>');
    expect(mail.text?.replace(/\r\n/g, '\n').trim()).toBe(renderText(view).trim());
    expect(mail.html?.replace(/\r\n/g, '\n').trim()).toBe(renderHtml(view).trim());
    expect(eml).toContain('\r\nDate: Mon, 23 Nov 2026 07:00:00 +0100\r\n');
    expect(eml).toContain('\r\nAuto-Submitted: auto-generated\r\n');
  });

  test('has CRLF line ends, no line above 78 octets and nothing outside ASCII', () => {
    const eml = renderEml(viewBriefing(WEEKS[7]), ENVELOPE);
    expect(eml.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
    for (const line of eml.split('\r\n')) expect(line.length, line).toBeLessThanOrEqual(78);
    expect(eml).toMatch(/^[\x20-\x7e\r\n]*$/);
  });

  test.each([
    'Zoë Müller',
    'Eve\r\nBcc: all@example.com',
    '=?utf-8?B?SGFjaw==?=',
    '山田 花子'.repeat(9),
    '👩‍👧'.repeat(30),
  ])('[FM-77] the name %j stays inside the subject', async (name) => {
    const view = viewBriefing(input([asking(name, 'Plan?', { email: 'eve@evil.example' })]));
    const mail = await PostalMime.parse(renderEml(view, ENVELOPE));
    expect(mail.subject).toBe(view.subject);
    expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
  });

  test('a display name is quoted or encoded, never bare', async () => {
    const view = viewBriefing(WEEKS[0]);
    const mail = await PostalMime.parse(renderEml(view, { ...ENVELOPE, to: 'Zoë, "Z" <zoe@x.example>' }));
    expect(mail.to).toMatchObject([{ name: 'Zoë, "Z"', address: 'zoe@x.example' }]);
  });

  test.each([
    ['from', 'mara@stein.example\r\nBcc: all@example.com'],
    ['to', 'Eve\r\nBcc: all@example.com <eve@x.example>'],
    ['to', 'a@x.example, b@x.example'],
    ['to', 'nobody'],
    ['messageId', 'x@y>\r\nBcc: all@example.com'],
  ])('refuses a %s that would break out of its header', (field, value) => {
    expect(() => renderEml(viewBriefing(WEEKS[0]), { ...ENVELOPE, [field]: value })).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
  });
});
