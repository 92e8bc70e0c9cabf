import { describe, expect, it } from 'vitest';
import { messageDate, parseMailDate } from './mail-date.ts';

const NOW = Date.UTC(2024, 5, 1);
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 19));

describe('[FM-64] dates', () => {
  it.each([
    ['Wed, 6 Feb 2002 08:03:03 -0800 (PST)', '2002-02-06T16:03:03'],
    ['6 Feb 2002 08:03 +0000', '2002-02-06T08:03:00'],
    ['Wed 6 Feb 2002 08:03:03 GMT', '2002-02-06T08:03:03'],
    ['Wednesday, 06 February 2002 08:03:03 UT', '2002-02-06T08:03:03'],
    ['Wed, 06-Feb-02 08:03:03 EST', '2002-02-06T13:03:03'],
    ['Fri, 21 Nov 97 09(comment):   55  :  06 -0600', null],
    ['Fri, 21 Nov 97 09:55:06 -0600', '1997-11-21T15:55:06'],
    ['Sat, 1 Jan 100 00:00:00 +0000', '2000-01-01T00:00:00'],
    ['Wed, 6 Feb 2002 08:03:03 +0530 (IST)', '2002-02-06T02:33:03'],
    ['Wed, 6 Feb 2002 08:03:03 GMT+0100', '2002-02-06T07:03:03'],
    ['Wed, 6 Feb 2002 08:03:03 +9999', '2002-02-06T08:03:03'],
    ['Wed, 6 Feb 2002 08:03:03 QQQ', '2002-02-06T08:03:03'],
    ['Wed, 6 Feb 2002 08:03:03', '2002-02-06T08:03:03'],
    ['Wed, 6 Feb 2002 8:03:03 PM +0000', '2002-02-06T20:03:03'],
    ['Wed, 6 Feb 2002 08.03.03 +0000', '2002-02-06T08:03:03'],
    ['Wed,\t6 Feb\r\n 2002 08:03:03 +0000', '2002-02-06T08:03:03'],
    ['Wed Feb  6 08:03:03 2002', '2002-02-06T08:03:03'],
    ['Wed Feb 06 16:03:03 +0100 2002', '2002-02-06T15:03:03'],
    ['Wed Feb  6 08:03:03 PST 2002', '2002-02-06T16:03:03'],
    ['Wed Feb  6 08:03:03 MET DST 2002', '2002-02-06T07:03:03'],
    ['2002-02-06T08:03:03.123Z', '2002-02-06T08:03:03'],
    ['2002-02-06 08:03:03 -0800', '2002-02-06T16:03:03'],
    ['Sat, 31 Dec 2016 23:59:60 +0000', '2016-12-31T23:59:59'],
    ['6/31/2005', null],
    ['31 Jun 2005 00:00:00 +0000', null],
    ['29 Feb 2003 00:00:00 +0000', null],
    ['Mi, 6 Mär 2002 08:03:03 +0100', null],
    ['Wed, 6 Xxx 2002 08:03:03 +0000', null],
    ['Wed, 6 Feb 2002 25:03:03 +0000', null],
    ['Wed, 6 Feb 2002 13:03:03 PM', null],
    ['yesterday', null],
    ['', null],
    ['('.repeat(5000), null],
  ])('%.60s', (written, expected) => expect(iso(parseMailDate(written))).toBe(expected));

  const received = ['from a by b; Thu, 7 Feb 2002 10:00:00 +0000', 'from c by d; Tue, 5 Feb 2002 10:00:00 +0000'];
  const envelope = 'From 1@xxx Mon Jan 06 10:00:00 +0000 2020';

  it.each([
    ['absent', []],
    ['no date', ['6/31/2005']],
    ['before 1990', ['Wed, 6 Feb 1916 08:03:03 +0000']],
    ['1970, as broken clocks say', ['Thu, 1 Jan 1970 00:00:00 +0000']],
    ['in the future', ['Tue, 6 Feb 2099 08:03:03 +0000']],
    ['more than a day ahead of now', ['Sun, 2 Jun 2024 00:00:01 +0000']],
  ])('a Date that is %s gives way to the topmost Received', (_why, date) => {
    expect(iso(messageDate({ date, received, envelope }, NOW))).toBe('2002-02-07T10:00:00');
  });

  it('an implausible Received gives way to the next, and all of them to the From_ line', () => {
    const [, second = ''] = received;
    expect(iso(messageDate({ date: [], received: ['by x', 'by y; junk', second], envelope }, NOW))).toBe(
      '2002-02-05T10:00:00',
    );
    expect(iso(messageDate({ date: [], received: ['by x'], envelope }, NOW))).toBe('2020-01-06T10:00:00');
  });

  it('a Date up to a day ahead of now is kept: clocks differ', () => {
    expect(messageDate({ date: ['Sat, 1 Jun 2024 23:00:00 +0000'], received, envelope }, NOW)).toBe(
      NOW + 23 * 3_600_000,
    );
  });

  it('nothing plausible anywhere is no date', () => {
    expect(messageDate({ date: ['x'], received: ['y'], envelope: 'From - Tue Feb 06 10:00:00 2099' }, NOW)).toBeNull();
    expect(messageDate({ date: [], received: [], envelope: '' }, NOW)).toBeNull();
  });

  it('[FM-27] a plausible Date wins over a From_ line years later: a migration does not redate old mail', () => {
    const date = ['Wed, 6 Feb 2002 08:03:03 +0000'];
    expect(iso(messageDate({ date, received: [], envelope }, NOW))).toBe('2002-02-06T08:03:03');
  });
});
