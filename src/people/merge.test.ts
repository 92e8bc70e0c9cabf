import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { box } from './facts.fixture.ts';
import { proposeMerge } from './merge.ts';

const propose = (asked: string[], answer: string) =>
  proposeMerge({ askedRecipients: asked.map(box), answerFrom: box(answer) });

describe('proposeMerge', () => {
  it('joins the address that answered in place of the one asked, under one full name', () => {
    expect(propose(['Bob Ray <bob@x.example>'], 'Ray, Bob <b.ray@home.example>')).toEqual({
      from: 'bob@x.example',
      into: 'b.ray@home.example',
      reason: 'Bob Ray answered from b.ray@home.example a message that went to bob@x.example alone.',
    });
  });

  it.each([
    ['Jürgen Weiß', 'Juergen Weiss'],
    ['Jürgen Weiß', 'Jurgen Weiss'],
    ['Bob E. Ray', 'Bob Ray'],
    ['BOB RAY', 'Dr. Bob Ray (Rayworks)'],
    ['山田太郎', '山田太郎'],
  ])('takes %s and %s for one name', (one, other) => {
    expect(propose([`${one} <a@x.example>`], `${other} <b@y.example>`)).not.toBeNull();
  });

  it.each([
    ['an assistant under their own name', ['Bob Ray <bob@x.example>'], 'Ann Lee <ann@x.example>'],
    ['an assistant for the boss', ['Bob Ray <bob@x.example>'], 'Ann Lee for Bob Ray <ann@x.example>'],
    ['a name of one word', ['Bob <bob@x.example>'], 'Bob <bob@y.example>'],
    ['no name', ['bob@x.example'], 'bob@y.example'],
    ['other initials', ['Bob E. Ray <bob@x.example>'], 'Bob F. Ray <bob@y.example>'],
    ['father and son', ['Bob Ray Sr. <bob@x.example>'], 'Bob Ray Jr. <bob@y.example>'],
    ['two people asked', ['Bob Ray <bob@x.example>', 'ann@x.example'], 'Bob Ray <bob@y.example>'],
    ['nobody asked', [], 'Bob Ray <bob@y.example>'],
    ['the same address', ['Bob Ray <bob@x.example>'], 'Bob Ray <BOB@x.example>'],
    ['a shared mailbox', ['Bob Ray <bob@x.example>'], 'Bob Ray <support@x.example>'],
    ['a program in his name', ['Bob Ray <bob@x.example>'], 'Bob Ray <notifications@crm.example>'],
    ['a list in his name', ['Bob Ray <bob@x.example>'], 'Bob Ray via Dev <dev@googlegroups.com>'],
    ['a department under one name', ['Acme Support <a@x.example>'], 'Acme Support <b@y.example>'],
    ['a homograph', ['Bob Ray <bob@paypal.example>'], 'Bob Ray <bob@pаypal.example>'],
    ['a lookalike', ['Bob Ray <bob@example.com>'], 'Bob Ray <bob@exarnple.com>'],
    ['an address for a name', ['Bob Ray <bob@x.example>'], 'bob@x.example Ray <evil@y.example>'],
  ])('does not join %s [FM-68]', (_, asked, answer) => {
    expect(propose(asked, answer)).toBeNull();
  });

  it('keeps the same address whichever was seen first', () => {
    const person = fc.emailAddress().map((address) => ({ address, name: 'Bob Ray' }));
    fc.assert(
      fc.property(person, person, (one, other) => {
        const a = proposeMerge({ askedRecipients: [one], answerFrom: other });
        const b = proposeMerge({ askedRecipients: [other], answerFrom: one });
        expect([a?.from, a?.into]).toEqual([b?.from, b?.into]);
      }),
    );
  });
});
