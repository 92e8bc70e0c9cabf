import { describe, expect, it } from 'vitest';
import { isUnsubscribeAddress, kindOf, looksPersonal, provenKind } from './address-kind.ts';

const kind = (address: string, name = '') => kindOf({ address, name });

describe('kindOf', () => {
  it.each([
    'no-reply@shop.example',
    'noreply2@shop.example',
    'do_not_reply@shop.example',
    'orders.noreply@shop.example',
    'nicht-antworten@laden.example',
    'nepasrepondre@magasin.example',
    'no.responder@tienda.example',
    'nao-responda@loja.example',
    'nonrispondere@negozio.example',
    'svar-inte@butik.example',
    'nie-odpowiadac@sklep.example',
  ])('%s does not read answers', (address) => {
    expect(kind(address, 'Bob Ray')).toBe('no-reply');
  });

  it.each([
    'notifications@github.com',
    'reply+abcdef012345@reply.github.com',
    'reply+k2j4h5g6@tickets.example',
    'comments@docs.google.com',
    'mailer-daemon@x.example',
    'bounces+123456@x.example',
    'bob@bounces.x.example',
    '0123456789abcdef0123456789abcdef@x.example',
    'calendar-notification@google.com',
    'c_188abc@resource.calendar.google.com',
    'unsubscribe@news.example',
    'build-bot@x.example',
    'notetaker@x.example',
    'benachrichtigungen@x.example',
  ])('%s is a program', (address) => {
    expect(kind(address, 'Bob Ray')).toBe('robot');
  });

  it.each([
    'dev@googlegroups.com',
    'dev@lists.x.example',
    'dev-request@x.example',
    'owner-dev@x.example',
    'everyone@x.example',
    'alle@x.example',
  ])('%s is a list', (address) => {
    expect(kind(address)).toBe('list');
  });

  it.each([
    'support@x.example',
    'customer-service@x.example',
    'support.de@x.example',
    'acme-billing@x.example',
    'rechnung@x.example',
    'comptabilite@x.example',
    'ventas@x.example',
    'jobs+cto@x.example',
    'kundtjänst@x.example',
    'info@x.example',
    'info.berlin@x.example',
    'hello@x.example',
    'hr@x.example',
  ])('%s is a role', (address) => {
    expect(kind(address)).toBe('role');
  });

  it.each([
    ['bob@support.example', ''],
    ['art@x.example', 'Art Newsletter'],
    ['robert.info@x.example', 'Robert Info'],
    ['john.sales@x.example', 'John Sales'],
    ['sales.john@x.example', 'Sales, John'],
    ['job.devries@x.example', 'Job de Vries'],
    ['job@x.example', 'Job de Vries'],
    ['s.ales@x.example', ''],
    ['norman.mailer@x.example', ''],
    ['jenkins@x.example', 'Ann Jenkins'],
    ['rh@x.example', 'Rolf Hansen'],
    ['pr.smith@x.example', ''],
    ['talbot@x.example', ''],
    ['alla@x.example', ''],
    ['listerine.jones@x.example', ''],
    ['bob@lists.example', ''],
    ['bob+unsubscribed-from-life@x.example', ''],
    ['me@bobray.example', ''],
    ['deadbeef@x.example', ''],
    ['info@x.example', 'Bob Ray'],
    ['hello@x.example', '山田太郎'],
  ])('%s (%j) is a person', (address, name) => {
    expect(kind(address, name)).toBe('person');
  });

  it.each([
    'Acme Support',
    'The Rayworks',
    'Rayworks GmbH',
    'Rayworks',
    'Hotel Sonne',
    'Newsletter',
    'サポートチーム',
    '',
  ])('a front door stays a role under the name %j', (name) => {
    expect(kind('info@x.example', name)).toBe('role');
    expect(looksPersonal(name)).toBe(false);
  });

  it('proves nothing that a display name could change', () => {
    expect(provenKind('info@x.example')).toBeUndefined();
    expect(provenKind('sales.john@x.example')).toBeUndefined();
  });
});

describe('isUnsubscribeAddress', () => {
  it.each([
    'unsubscribe@n.example',
    'news+unsubscribe@n.example',
    'leave-123-abc@n.example',
    'abmelden@n.example',
    'opt-out@n.example',
  ])('knows %s', (address) => {
    expect(isUnsubscribeAddress(address)).toBe(true);
  });

  it.each(['bob@unsubscribe.example', 'leave@n.example', 'baja.lopez@n.example', 'subscribe@n.example'])(
    'leaves %s alone',
    (address) => {
      expect(isUnsubscribeAddress(address)).toBe(false);
    },
  );
});
