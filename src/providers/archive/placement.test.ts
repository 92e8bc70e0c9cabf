import { describe, expect, it } from 'vitest';
import type { Placement } from '../../domain/fact.ts';
import { decodeFolderName, placementOfFolder, placementsOfFlags, placementsOfLabels } from './placement.ts';

describe('Gmail labels', () => {
  it.each<[string, Placement[]]>([
    ['Sent,Opened', ['sent']],
    ['Archived,Sent,Opened', ['sent']],
    ['Inbox,Sent', ['received', 'sent']],
    ['Archived,Important,Opened', ['received']],
    ['Inbox,Unread', ['received']],
    ['Draft', ['draft']],
    ['Drafts', ['draft']],
    ['Spam,Unread', ['spam']],
    ['Trash', ['trash']],
    ['Chat', ['chat']],
    ['Opened,Category Personal', []],
    ['Clients/Sent,Sent by fax', []],
    ['"Sent, but not by me",Inbox', ['received']],
    ['Gesendet,Geöffnet', ['sent']],
    ['Posteingang', ['received']],
    ['=?UTF-8?Q?Entw=C3=BCrfe?=', ['draft']],
    ['Papierkorb', ['trash']],
    ['=?UTF-8?Q?Archiv=C3=A9s,Envoy=C3=A9s,Ouvert?=', ['sent']],
    ['=?UTF-8?Q?Messages_envoy=C3=A9s,Ouvert?=', ['sent']],
    ['=?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception,Cat=C3=A9gorie=C2=A0:_E-mails_?= =?UTF-8?Q?personnels?=', ['received']],
    ['Enviados,Abierto', ['sent']],
    ['Recibidos', ['received']],
    ['Enviadas', ['sent']],
    ['Rascunhos', ['draft']],
    ['Posta inviata', ['sent']],
    ['Inviata', ['sent']],
    ['Bozze', ['draft']],
    ['Verzonden,Geopend', ['sent']],
    ['Prullenbak', ['trash']],
    ['=?UTF-8?B?6YCB5L+h5riI44G/?=', ['sent']],
    ['=?UTF-8?B?5Y+X5L+h44OI44Os44Kk?=', ['received']],
  ])('%s', (labels, expected) => expect(placementsOfLabels([labels])).toEqual(expected));
});

describe('folders', () => {
  it.each<[string, Placement]>([
    ['Sent', 'sent'],
    ['Sent Items', 'sent'],
    ['SENT MESSAGES', 'sent'],
    ['[Gmail]/Sent Mail', 'sent'],
    ['INBOX.Sent', 'sent'],
    ['Entwürfe', 'draft'],
    ['Entwu\u0308rfe', 'draft'],
    ['Drafts', 'draft'],
    ['Junk', 'spam'],
    ['Deleted Items', 'trash'],
    ['INBOX', 'received'],
    ['Archive', 'unknown'],
    ['All mail Including Spam and Trash', 'unknown'],
    ['Sent by fax', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s', (folder, expected) => expect(placementOfFolder(folder)).toBe(expected));

  it('named in modified UTF-7 are read', () => {
    expect(decodeFolderName('Entw&APw-rfe')).toBe('Entwürfe');
    expect(decodeFolderName('&kAFP4W4IMH8-')).toBe('送信済み');
    expect(decodeFolderName('Tom &- Ann')).toBe('Tom & Ann');
    expect(decodeFolderName('R&D')).toBe('R&D');
    expect(decodeFolderName('&AP-x')).toBe('x');
  });
});

describe('maildir flags', () => {
  it.each<[string, Placement[]]>([
    ['1700000000.M1P2.host:2,S', []],
    ['1700000000.M1P2.host:2,DS', ['draft']],
    ['1700000000.M1P2.host:2,RST', ['trash']],
    ['1700000000.M1P2.host;2,D', ['draft']],
    ['1700000000.TD.host', []],
  ])('%s', (name, expected) => expect(placementsOfFlags(name)).toEqual(expected));
});
