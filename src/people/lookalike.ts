/** Addresses made to be taken for another's. They are never merged; a page may warn of them. After UTS #39, in small. */
import { partsOf } from './address.ts';
import { decodePunycode } from './punycode.ts';

const SCRIPTS = {
  Latin: /\p{Script=Latin}/u,
  Cyrillic: /\p{Script=Cyrillic}/u,
  Greek: /\p{Script=Greek}/u,
  Armenian: /\p{Script=Armenian}/u,
  Cherokee: /\p{Script=Cherokee}/u,
  Hebrew: /\p{Script=Hebrew}/u,
  Arabic: /\p{Script=Arabic}/u,
} as const;

/** Cyrillic, Greek and Armenian letters that common fonts draw like Latin ones. */
const LATIN_LOOKING = /^[аеорсухѕіјԁԛԝһӏαοικνρτυχγօսոհցզ0-9-]+$/u;

/**
 * True when the address mixes scripts inside one word ("pаypal" with a Cyrillic а), or when a whole domain label in
 * another script can be read as Latin before a Latin top-level domain ("аррӏе.com"). Takes a normalised address.
 */
export function suspicious(address: string): boolean {
  const { local, domain } = partsOf(address);
  const labels = domain.split('.').map((label) => (label.startsWith('xn--') ? decodePunycode(label.slice(4)) : label));
  if (labels.includes(null)) return true;
  const words = [...local.split(/[._+-]+/), ...labels.map((label) => label ?? '')];
  if (words.some(mixesScripts)) return true;
  const latinTop = /^[a-z]+$/.test(labels.at(-1) ?? '');
  return latinTop && labels.some((label) => label !== null && /[^\x20-\x7e]/.test(label) && isLatinLooking(label));
}

function mixesScripts(word: string): boolean {
  return Object.values(SCRIPTS).filter((script) => script.test(word)).length > 1;
}

function isLatinLooking(label: string): boolean {
  return !SCRIPTS.Latin.test(label) && LATIN_LOOKING.test(label);
}

/** What a hurried eye makes of it. */
function skeleton(domain: string): string {
  return domain
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('cl', 'd')
    .replace(/[1il|]/g, 'l')
    .replaceAll('0', 'o')
    .replaceAll('5', 's')
    .replace(/[-_]/g, '');
}

/** Large hosts with names alike by chance. */
const KNOWN_HOSTS = new Set(
  'gmail.com ymail.com hotmail.com mail.com email.com gmx.net gmx.de gmx.com live.com aol.com aim.com'.split(' '),
);

/**
 * True for two different domains one of which may pose as the other: equal to the eye ("exarnple.com"), or one letter
 * added, lost, changed or swapped ("exmaple.com"). The same name under two endings (firm.de, firm.com) is not.
 */
export function looksLike(one: string, other: string): boolean {
  if (one === other || (KNOWN_HOSTS.has(one) && KNOWN_HOSTS.has(other))) return false;
  if (skeleton(one) === skeleton(other)) return true;
  const [a, b] = [ownName(one), ownName(other)];
  return a !== b && Math.min(a.length, b.length) >= 5 && (skeleton(a) === skeleton(b) || isOneEdit(a, b));
}

/** The label that says whose domain it is: the longest before the ending. */
function ownName(domain: string): string {
  const labels = domain.split('.').slice(0, -1);
  return labels.reduce((longest, label) => (label.length > longest.length ? label : longest), labels[0] ?? domain);
}

function isOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i += 1;
  if (long.length > short.length) return short.slice(i) === long.slice(i + 1);
  const swapped = short[i] === long[i + 1] && short[i + 1] === long[i] && short.slice(i + 2) === long.slice(i + 2);
  return swapped || short.slice(i + 1) === long.slice(i + 1);
}
