/**
 * Where the archive says a message was kept: Gmail's labels as Takeout writes them (in the account's language), maildir
 * folders and flags, and the names of mbox files. What is not recognised stays unknown; nothing is guessed from From.
 */
import type { Placement } from '../../domain/fact.ts';
import { readableText } from './headers.ts';

/**
 * System folder names by meaning, lower case, separated by `|`. Sources: Gmail's label names in its translations, RFC 6154's special uses
 * as Thunderbird, Apple Mail, Outlook and Dovecot name them.
 */
const FOLDER_NAMES: readonly (readonly [Placement, string])[] = [
  ['sent', 'sent|sent mail|sent items|sent messages|sent-mail'],
  ['sent', 'gesendet|gesendete|gesendete objekte|gesendete elemente|gesendete nachrichten|gesendete mails'],
  ['sent', 'envoyé|envoyés|messages envoyés|mails envoyés|éléments envoyés|courrier envoyé'],
  ['sent', 'enviado|enviados|enviadas|mensajes enviados|correo enviado|elementos enviados'],
  ['sent', 'e-mails enviados|emails enviados|mensagens enviadas|itens enviados|correio enviado'],
  ['sent', 'inviato|inviati|inviata|posta inviata|messaggi inviati|elementi inviati'],
  ['sent', 'verzonden|verzonden items|verzonden berichten|verzonden e-mail'],
  ['sent', '送信済み|送信済みメール|送信済みアイテム|送信済みトレイ|送信済みメッセージ'],
  ['received', 'inbox|posteingang|boîte de réception|recibidos|bandeja de entrada|caixa de entrada|recebidos'],
  ['received', 'posta in arrivo|postvak in|受信トレイ|受信箱'],
  ['draft', 'draft|drafts|entwurf|entwürfe|brouillon|brouillons|borrador|borradores|rascunho|rascunhos'],
  ['draft', 'bozza|bozze|concept|concepten|下書き'],
  [
    'spam',
    'spam|junk|junk e-mail|junk email|junk mail|junk-e-mail|bulk mail|spamverdacht|courrier indésirable|indésirables|pourriel',
  ],
  [
    'spam',
    'correo no deseado|no deseado|lixo eletrônico|lixo eletrónico|posta indesiderata|ongewenste e-mail|ongewenst|迷惑メール',
  ],
  [
    'trash',
    'trash|bin|deleted|deleted items|deleted messages|papierkorb|gelöscht|gelöschte objekte|gelöschte elemente',
  ],
  [
    'trash',
    'corbeille|éléments supprimés|messages supprimés|papelera|elementos eliminados|lixeira|lixo|itens excluídos',
  ],
  ['trash', 'cestino|posta eliminata|elementi eliminati|prullenbak|verwijderde items|ゴミ箱|削除済みアイテム'],
  ['chat', 'chat|chats|hangouts|chat-protokolle|chatverlauf|チャット'],
];

const PLACEMENT_OF = new Map<string, Placement>(
  FOLDER_NAMES.flatMap(([placement, names]) => names.split('|').map((name) => [name, placement] as const)),
);

/**
 * Gmail's "not in the inbox". Takeout puts it on sent mail too ("Archived,Sent"), so it says "received" only when no
 * other label says where the message was; as a folder name it says nothing.
 */
const ARCHIVED = new Set(
  (
    'archived|archiviert|archivé|archivés|messages archivés|archivado|archivados|arquivado|arquivados|arquivadas|' +
    'archiviato|archiviati|archiviata|gearchiveerd|アーカイブ|アーカイブ済み'
  ).split('|'),
);

function fold(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Placements by `X-Gmail-Labels`: comma separated, encoded as a whole, names with commas in quotes. */
export function placementsOfLabels(values: readonly string[]): Placement[] {
  const found = new Set<Placement>();
  let archived = false;
  for (const value of values) {
    for (const label of readableText(value, 4000).match(/"[^"]*"|[^,"]+/g) ?? []) {
      const name = fold(label.replace(/^"|"$/g, ''));
      const placement = PLACEMENT_OF.get(name);
      if (placement !== undefined) found.add(placement);
      if (ARCHIVED.has(name)) archived = true;
    }
  }
  if (found.size === 0 && archived) found.add('received');
  return [...found];
}

/** Placement by a folder's path, such as `[Gmail]/Sent Mail`, `INBOX.Sent`, `Entwürfe`; the last name decides. */
export function placementOfFolder(folder: string): Placement {
  const name = fold(folder.split(/[/\\]/).pop() ?? '');
  return PLACEMENT_OF.get(name) ?? PLACEMENT_OF.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'unknown';
}

/** Placements by maildir flags (`:2,` and the letters after it; some systems write `;` or `!` for the colon). */
export function placementsOfFlags(fileName: string): Placement[] {
  const flags = /[:;!]2,([A-Za-z]*)$/.exec(fileName)?.[1] ?? '';
  const found: Placement[] = [];
  if (flags.includes('D')) found.push('draft');
  if (flags.includes('T')) found.push('trash');
  return found;
}

/** Modified UTF-7 (RFC 3501 §5.1.3), in which maildir folders and IMAP exports name themselves. */
export function decodeFolderName(name: string): string {
  return name.replace(/&([A-Za-z0-9+,]*)-/g, (_, encoded: string) => {
    if (encoded === '') return '&';
    const bytes = Buffer.from(encoded.replaceAll(',', '/'), 'base64');
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le');
  });
}
