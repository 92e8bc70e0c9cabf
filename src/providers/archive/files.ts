/**
 * What lies at a path the user named: mboxes, single messages, maildirs and calendars, alone or anywhere in a folder
 * (such as an unpacked Google Takeout). Nothing is imported from here; what can't be is refused with a way out.
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { RekindleError } from '../../domain/errors.ts';
import { DamagedGzip, readGzip, startPosition, unreadableFile } from './file-bytes.ts';
import { decodeFolderName } from './placement.ts';
import { sniffFile } from './sniff.ts';
import type { Content } from './sniff.ts';

/** One message in a file of its own. */
export interface MessageFile {
  /** Relative to the folder it was found in; with `/` on every system. */
  name: string;
  size: number;
  /** The mail folder it belongs to, null when there is none to tell. */
  folder: string | null;
}

export type ArchiveFile =
  | { kind: 'mbox'; path: string; size: number; gzip: boolean; folder: string }
  /** All single messages under `path`, sorted by name; `path` is the file itself when it was named directly. */
  | { kind: 'messages'; path: string; size: number; files: MessageFile[] }
  | { kind: 'calendar'; path: string; size: number; gzip: boolean };

const HINT_KINDS =
  'Name an mbox file (Google Takeout writes one), a folder of .eml files, a maildir, or an .ics calendar; .gz of a single file is fine.';
const HINT_ZIP = 'Unpack it first, then import the folder it makes.';

/**
 * The importable files at `path`, in the order of their names. Throws `RekindleError('bad-input')`, naming the path, for
 * what doesn't exist, can't be read, is empty, or is neither mail nor calendar. In a folder, other files are passed over.
 */
export async function discover(path: string): Promise<ArchiveFile[]> {
  const info = await statOf(path);
  if (info.isDirectory()) return discoverFolder(path);
  if (!info.isFile()) throw refused(path, 'this is neither a file nor a folder', HINT_KINDS);
  const { content, gzip } = await sniffFile(path);
  const { size } = info;
  if (content === 'mbox') return [{ kind: 'mbox', path, size, gzip, folder: mboxFolder(path) }];
  if (content === 'calendar') return [{ kind: 'calendar', path, size, gzip }];
  if (content === 'message' && !gzip)
    return [{ kind: 'messages', path, size, files: [{ name: '', size, folder: null }] }];
  throw refusedContent(path, content, gzip);
}

function refusedContent(path: string, content: Content, gzip: boolean): RekindleError {
  switch (content) {
    case 'empty':
      return gzip
        ? refused(path, 'the compressed file is empty or damaged from its beginning', 'Download or copy it again.')
        : refused(path, 'the file is empty', 'Download or copy it again.');
    case 'zip':
      return refused(path, 'this is a zip archive', HINT_ZIP);
    case 'tar':
      return refused(path, 'this is a tar archive', HINT_ZIP);
    case 'outlook':
      return refused(
        path,
        'this is an Outlook data file',
        'Export the mail from Outlook as .eml files, or convert it to mbox.',
      );
    case 'message':
      return refused(path, 'this is a single compressed message', 'Unpack it first.');
    case 'mbox':
    case 'calendar':
    case 'unknown':
      return refused(path, 'this is neither mail nor a calendar', HINT_KINDS);
  }
}

async function discoverFolder(root: string): Promise<ArchiveFile[]> {
  const found: ArchiveFile[] = [];
  const messages: MessageFile[] = [];
  let zips = 0;
  const paths = await filesUnder(resolve(root));
  const maildirs = new Set(paths.map(maildirOf).filter((folder) => folder !== null));
  const tops = new Set(
    [...maildirs].filter((folder) => basename(folder).startsWith('.')).map((folder) => dirname(folder)),
  );
  for (const path of paths) {
    const { size } = await statOf(path);
    const name = relative(root, path).split(sep).join('/');
    const maildir = maildirOf(path);
    if (maildir !== null) {
      messages.push({ name, size, folder: maildirFolder(maildir, tops) });
      continue;
    }
    if (/\.eml$/i.test(name)) {
      messages.push({ name, size, folder: name.includes('/') ? basename(dirname(path)) : null });
      continue;
    }
    if (size === 0) continue;
    const { content, gzip } = await sniffFile(path);
    if (content === 'mbox') found.push({ kind: 'mbox', path, size, gzip, folder: mboxFolder(path) });
    else if (content === 'calendar') found.push({ kind: 'calendar', path, size, gzip });
    else if (content === 'zip' || content === 'tar') zips++;
    // A damaged .gz shows nothing of its content: listed by its name, so that verifying it says so.
    else if (content === 'empty' && /\.mbox\.gz$/i.test(name)) {
      found.push({ kind: 'mbox', path, size, gzip, folder: mboxFolder(path) });
    }
  }
  if (messages.length > 0) {
    messages.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const size = messages.reduce((sum, file) => sum + file.size, 0);
    found.unshift({ kind: 'messages', path: root, size, files: messages });
  }
  if (found.length > 0) return found;
  if (zips > 0)
    throw refused(root, 'the folder holds packed archives and no mail', 'Unpack them first, then import the folder.');
  throw refused(root, 'there is no mail and no calendar in this folder', HINT_KINDS);
}

/** All regular files, in the order of their names. Links to folders are not followed: they may lead round in a circle. */
async function filesUnder(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      for (const file of await filesUnder(path)) files.push(file);
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await isLinkToFile(path)))) files.push(path);
  }
  return files;
}

async function entriesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch (cause) {
    throw unreadableFile(folder, cause);
  }
}

async function isLinkToFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (cause) {
    throw unreadableFile(path, cause);
  }
}

/** The maildir folder a file lies in, or null when it lies in none: messages are in `cur` and `new`. */
function maildirOf(path: string): string | null {
  const inside = dirname(path);
  return /^(?:cur|new)$/.test(basename(inside)) && !basename(path).startsWith('.') ? dirname(inside) : null;
}

/**
 * The mail folder of a maildir by its name: `.Sent` (Maildir++), `Sent`, or the top folder, which is the inbox if it is
 * called so or has Maildir++ folders below it (`tops`).
 */
function maildirFolder(maildir: string, tops: ReadonlySet<string>): string {
  const name = basename(maildir);
  return tops.has(maildir) || /^maildir$/i.test(name) ? 'INBOX' : decodeFolderName(name.replace(/^\./, ''));
}

/** `Sent.mbox.gz` is folder "Sent"; Apple Mail writes `Sent.mbox/mbox`. */
function mboxFolder(path: string): string {
  const bare = basename(path).replace(/\.gz$/i, '');
  const name = /^mbox$/i.test(bare) ? basename(dirname(path)) : bare;
  return decodeFolderName(name.replace(/\.(?:mbox|mbx|mbs)$/i, ''));
}

/**
 * Checks a file before anything of it is stored: whole and undamaged if compressed, readable otherwise. Decompresses to
 * nowhere, at hundreds of MB/s. Throws `RekindleError('bad-input')` that says how far the file is good.
 */
export async function verifyFile(path: string): Promise<void> {
  const info = await statOf(path);
  if (info.isDirectory()) return;
  const { content, gzip } = await sniffFile(path);
  if (content === 'empty') throw refusedContent(path, content, gzip);
  if (!gzip) return;
  try {
    for await (const chunk of readGzip(path, 0, startPosition())) void chunk;
  } catch (error) {
    throw error instanceof DamagedGzip ? damagedGzip(path, error) : error;
  }
}

/** The error for a compressed file that ends too early or is garbled; `read` says what came out of it before. */
export function damagedGzip(path: string, damage: DamagedGzip, read?: string): RekindleError {
  const where = `after ${damage.readable} decompressed bytes`;
  return new RekindleError(
    'bad-input',
    `${path}: the compressed file is damaged or cut off ${where}${read === undefined ? '' : `; ${read}`}.`,
    { hint: 'Download or copy it again, or unpack it as far as it goes and import the result.', cause: damage },
  );
}

function refused(path: string, message: string, hint: string): RekindleError {
  return new RekindleError('bad-input', `${path}: ${message}.`, { hint });
}
