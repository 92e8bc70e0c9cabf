/** Writes an invented mbox of any size as a stream, the same for the same numbers. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { letter, ME } from '../fixtures/archive.ts';

const END = Date.UTC(2026, 10, 16, 9);
const HOUR = 3_600_000;

/** `bodyBytes` is the average; bodies are 0 to 2× of it. Every third message is a newsletter, half of the rest are sent. */
export function* letters(messages: number, bodyBytes: number): Generator<string> {
  const line = `${'The quick brown fox jumps over the lazy dog and goes on its way. '.repeat(1)}\n`;
  for (let i = 0; i < messages; i += 1) {
    const who = `Person ${i % 997} Example <person${i % 997}@people${i % 89}.example>`;
    const me = `Mia Example <${ME}>`;
    const size = (i * 7919) % (2 * bodyBytes + 1);
    const isNews = i % 3 === 0;
    yield letter({
      id: `bench${i}`,
      at: END - i * HOUR,
      from: i % 2 === 0 && !isNews ? me : who,
      to: i % 2 === 0 && !isNews ? who : me,
      subject: `About matter ${i % 4001}`,
      headers: [
        'MIME-Version: 1.0',
        'Received: by 2002:a05:6102:3f0e with SMTP id k14csp1; Mon, 16 Nov 2026 01:00:00 -0800 (PST)',
        'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s1; h=from:to; bh=abc; b=def',
        'Content-Type: text/plain; charset="utf-8"',
        ...(isNews ? ['List-Unsubscribe: <https://news.example/u>', 'Precedence: bulk'] : []),
      ],
      body: line.repeat(Math.ceil(size / line.length)),
    });
  }
}

export async function writeMailbox(path: string, messages: number, bodyBytes: number): Promise<void> {
  await pipeline(Readable.from(letters(messages, bodyBytes)), createWriteStream(path));
}
