/** `mailto:` addresses with everything filled in (RFC 6068). All that comes from mail is percent-encoded. */
import { CAP, printable } from './printable.ts';

const ADDRESS = /^[^\s@<>()[\]",;:\\]+@[^\s@<>()[\]",;:\\]+$/u;
const ANSWERED =
  /^(?:(?:re|aw|sv|vs|antw|wg|fwd?|tr|rv|rif|odp|ynt|res|回复|答复|转发)\s*(?:[[(]\d+[\])])?\s*[:：]\s*)+/i;

/** Null for an address that can't be written to without quoting: better no link than a link elsewhere. */
export function mailto(address: string, fields: { subject: string; body?: string }): string | null {
  if (!ADDRESS.test(address) || address.length > 254 || printable(address, CAP.email * 3) !== address) return null;
  const at = address.lastIndexOf('@');
  const to = `${encode(address.slice(0, at))}@${encode(address.slice(at + 1))}`;
  const body = fields.body === undefined ? '' : `&body=${encode(fields.body.replace(/\r?\n/g, '\r\n'))}`;
  return `mailto:${to}?subject=${encode(fields.subject)}${body}`;
}

/** "Re: Lisbon in spring?", however many "Re:" and "AW:" stood before. */
export function answerSubject(subject: string): string {
  return `Re: ${subject.replace(ANSWERED, '')}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/['()*!]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
