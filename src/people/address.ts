/** Addresses as keys, and names fit to compare and to show. */
import { cleanText } from './text.ts';

/** RFC 5321 4.5.3.1.3 allows 256 characters of path, brackets included. */
const MAX_ADDRESS = 254;
const MAX_NAME = 80;

/** RFC 6532 atoms and dots. Doubled dots are not valid, but Japanese carriers gave such addresses out. */
const LOCAL_PART = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~.-]+$/u;
const DOMAIN = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;
const GMAIL = new Set(['gmail.com', 'googlemail.com']);

/**
 * Canonical form used as the key of an address, or null when it can't be one (no @, spaces, too long, an IP number for
 * a domain). Lower case, the local part too: no provider in use distinguishes. Domain in ASCII by IDNA. Dots, plus
 * suffixes and googlemail.com are folded for Gmail's own domains only; elsewhere `a.b@`, `ab@` and `ab+c@` may be
 * three mailboxes. Idempotent.
 */
export function normaliseAddress(raw: string): string | null {
  if (raw.length > 1000) return null;
  const bare = raw
    .trim()
    .replace(/^<(.*)>$/s, '$1')
    .replace(/^mailto:/i, '')
    .trim();
  const at = bare.lastIndexOf('@');
  if (at < 1) return null;
  let local = bare
    .slice(0, at)
    .replace(/^"(.*)"$/s, '$1')
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC');
  let domain = asciiDomain(bare.slice(at + 1));
  if (domain === null || !LOCAL_PART.test(local)) return null;
  if (GMAIL.has(domain)) {
    domain = 'gmail.com';
    local = (local.split('+')[0] ?? '').replaceAll('.', '');
  }
  const address = `${local}@${domain}`;
  return local === '' || address.length > MAX_ADDRESS ? null : address;
}

function asciiDomain(raw: string): string | null {
  let domain = raw.trim().toLowerCase();
  if (!/^[\x20-\x7e]*$/.test(domain)) {
    // The URL parser is the one IDNA implementation that every runtime has. What it would read as port, path or
    // user name is refused before.
    if (/[\s/?#@:\\%[\]<>^|]/.test(domain)) return null;
    try {
      domain = new URL(`http://${domain}`).hostname;
    } catch {
      return null;
    }
  }
  domain = domain.replace(/\.$/, '');
  const isNumber = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(domain);
  return domain.length <= 253 && DOMAIN.test(domain) && !isNumber ? domain : null;
}

/** Splits a normalised address. */
export function partsOf(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@');
  return { local: address.slice(0, at), domain: address.slice(at + 1) };
}

const HONORIFICS = new Set(
  'dr prof professor mr mrs ms miss mx sir herr frau fräulein hr fru mme mlle monsieur madame señor señora sr sra sig dott dottssa ing dipl mag dhr mevr mw pan pani'.split(
    ' ',
  ),
);
const CREDENTIALS = new Set('phd md mba cpa cfa esq msc bsc mph dds pmp llm drphil'.split(' '));
const GENERATIONS = new Set('jr sr ii iii iv'.split(' '));
const SPELLINGS: Record<string, string> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'oe',
  å: 'aa',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
/** Marks belong to the letter in most scripts; only in these three are they accents that people leave out. */
const ACCENTED = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu;
const BRACKETED = /\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}/g;
const VIA = / (?:via|vía|über|через) .*$/u;

/**
 * For comparing names: width, case, accents and German spellings folded ("Müller" is "Mueller"), "Ray, Bob" turned to
 * "bob ray", honorifics, degrees, quotes, brackets and "via X" dropped. Generations stay: father and son are two
 * people. '' when nothing of a name is left, or when it is an address.
 */
export function foldName(name: string): string {
  let text = cleanText(name, 200).normalize('NFKC').toLowerCase();
  if (text.includes('@')) return '';
  text = text
    .replace(BRACKETED, ' ')
    .replace(/\s+/g, ' ')
    .replace(VIA, '')
    .replace(/(^|[^\p{L}])ph\.? ?d(?![\p{L}])/u, '$1phd')
    .replace(/['’‘ʼ`´"“”„«»]/g, '')
    .replace(/[äöüßæœøåłđðþı]/g, (letter) => SPELLINGS[letter] ?? letter)
    .normalize('NFD')
    .replace(ACCENTED, '$1')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M},]+/gu, ' ');
  const pieces = text.split(',').map((piece) => piece.split(' ').filter((word) => word !== ''));
  const named = pieces.filter((words) => words.some((word) => !CREDENTIALS.has(word) && !GENERATIONS.has(word)));
  const generations = pieces.filter((words) => !named.includes(words)).flat();
  const words = named.length === 2 ? [...(named[1] ?? []), ...(named[0] ?? [])] : named.flat();
  while (words.length > 1 && HONORIFICS.has(words[0] ?? '')) words.shift();
  while (words.length > 1 && CREDENTIALS.has(words.at(-1) ?? '')) words.pop();
  words.push(...generations.filter((word) => GENERATIONS.has(word)));
  return words.join(' ');
}

const COMPANY = /\b(?:inc|llc|ltd|gmbh|ag|corp|co|kg|sa|srl|bv|ab|oy|plc|pty|phd|md|mba|jr|sr|esq)\b\.?$/i;
/** Also written out or in full width, as fakes do: "ceo (at) x.com". */
const ADDRESS_LIKE = /\S\s*(?:@|[([{]\s*at\s*[)\]}])\s*\S/i;

/**
 * A name fit to show: the display name or, failing that, one made from the address ("bob.ray@" is "Bob Ray"). At most
 * 80 characters, no control, bidirectional or zero-width ones. A display name that poses as an address is not shown:
 * `"ceo@x.com" <evil@y>` is "evil@y". Not escaped for any output format.
 */
export function displayName(name: string, address: string): string {
  const real = normaliseAddress(address) ?? cleanText(address, MAX_NAME);
  let text = cleanText(name, 1000);
  const quoted = /[<([]?\s*([^\s<>()[\]]+@[^\s<>()[\]]+?)\s*[>)\]]?$/.exec(text);
  if (quoted?.[1] !== undefined && normaliseAddress(quoted[1]) === real) text = text.slice(0, quoted.index);
  text = cleanText(text.replace(/ \(?via [^()]*\)?$/i, '').replace(/^["'“”„«»\s]+|["'“”„«»\s,]+$/g, ''), MAX_NAME);
  if (ADDRESS_LIKE.test(text.normalize('NFKC'))) return cleanText(real, MAX_NAME);
  const comma = /^([^,]+), ?([^,]+)$/.exec(text);
  if (comma !== null && !COMPANY.test(text)) text = `${comma[2]} ${comma[1]}`;
  return /[\p{L}\p{N}]/u.test(text) && !text.includes('=?') ? text : nameFromAddress(real);
}

function nameFromAddress(address: string): string {
  const { local } = partsOf(address);
  const words = (local.split('+')[0] ?? '').split(/[._-]+/).filter((word) => word !== '' && !/^\d+$/.test(word));
  const sayable = words.length > 0 && words.length <= 4 && words.every((word) => /^[\p{L}\p{M}]+\d{0,4}$/u.test(word));
  const long = words.some((word) => [...word].length >= 3);
  if (!sayable || !long) return cleanText(address, MAX_NAME);
  const capitalised = words.map((word) => {
    const letters = word.replace(/\d+$/, '');
    return letters.slice(0, 1).toUpperCase() + letters.slice(1);
  });
  return cleanText(capitalised.join(' '), MAX_NAME);
}
