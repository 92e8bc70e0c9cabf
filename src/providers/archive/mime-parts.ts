/**
 * Is a part of this message a calendar object? Answered from the headers of its MIME parts alone, found by their
 * delimiters; the parts' content is passed over.
 */

/** RFC 2046 §5.1.1 allows 70 characters; the rest is for senders who don't count. */
const MAX_BOUNDARY = 200;
const MAX_PART_HEADER = 4096;
/** Bounds against MIME bombs: parts looked at, and nested multiparts. */
const MAX_PARTS = 200;
const MAX_BOUNDARIES = 50;

const LF = 10;
const DELIMITER = Buffer.from('\n--');
const CONTENT_TYPE = /^content-type[ \t]*:[ \t\r\n]*(text\/calendar|multipart\/)/im;
const BOUNDARY = /\bboundary[ \t]*=[ \t]*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/i;

export interface PartSearch {
  /** A `text/calendar` part was found. */
  calendar: boolean;
  /** Delimiters to look for, outer and nested; empty when there is nothing to look for any more. */
  boundaries: Set<string>;
  parts: number;
}

/** `header` is the message's own header block. */
export function startPartSearch(header: string): PartSearch {
  const search: PartSearch = { calendar: false, boundaries: new Set(), parts: 0 };
  readContentType(search, header);
  return search;
}

/**
 * Looks at the parts whose delimiter line begins in `body` at or after `from`, and returns where to go on once there is
 * more of it. `closed`: the message ends with `body`.
 */
export function searchParts(search: PartSearch, body: Buffer, from: number, closed: boolean): number {
  let scan = from;
  while (search.boundaries.size > 0) {
    const found = body.indexOf(DELIMITER, scan);
    if (found < 0) return Math.max(scan, body.length - DELIMITER.length + 1);
    const lineEnd = body.indexOf(LF, found + 1);
    if (lineEnd < 0 && !closed && body.length - found <= MAX_BOUNDARY) return found;
    const stop = lineEnd < 0 ? body.length : lineEnd;
    const delimiter = body.toString('latin1', found + 3, Math.min(stop, found + 3 + MAX_BOUNDARY + 2)).trimEnd();
    if (lineEnd >= 0 && search.boundaries.has(delimiter)) {
      const text = body.toString('latin1', lineEnd + 1, lineEnd + 1 + MAX_PART_HEADER);
      const blank = /^\r?\n/.test(text) ? 0 : text.search(/\n\r?\n/);
      if (blank < 0 && !closed && text.length < MAX_PART_HEADER) return found;
      readContentType(search, blank < 0 ? text : text.slice(0, blank));
      if (++search.parts >= MAX_PARTS) search.boundaries.clear();
    }
    scan = stop;
  }
  return body.length;
}

function readContentType(search: PartSearch, header: string): void {
  const type = CONTENT_TYPE.exec(header);
  if (type === null) return;
  if (type[1]?.toLowerCase() === 'text/calendar') {
    search.calendar = true;
    search.boundaries.clear();
    return;
  }
  const match = BOUNDARY.exec(header.slice(type.index));
  const boundary = (match?.[1] ?? match?.[2])?.trimEnd();
  if (boundary !== undefined && search.boundaries.size < MAX_BOUNDARIES) search.boundaries.add(boundary);
}
