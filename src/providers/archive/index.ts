/** The archive provider: exported mail and calendars, read from files as one `Source`. */
import type { Archive, InspectedArchive } from '../../ports/archive.ts';
import type { Source, StreamInfo } from '../../ports/source.ts';
import { createCalendarSource, verifyCalendar } from './calendar-source.ts';
import { type ArchiveFile, discover, verifyFile } from './files.ts';
import { createMailSource } from './mail-source.ts';

/** How many senders are named to a user whose own address is nowhere to be found. */
const TOP_SENDERS = 5;

export function createArchive(): Archive {
  return {
    async inspect(paths) {
      const files = new Map<string, ArchiveFile>();
      for (const path of paths) {
        for (const file of await discover(path)) files.set(file.path, file);
      }
      for (const { kind, path } of files.values()) {
        await (kind === 'calendar' ? verifyCalendar(path) : verifyFile(path));
      }
      return inspected([...files.values()]);
    },
  };
}

function inspected(files: ArchiveFile[]): InspectedArchive {
  const calendars = files.filter(({ kind }) => kind === 'calendar').map(({ path }) => ({ path, name: path }));
  return {
    hasMail: calendars.length < files.length,
    findOwner: async (me, normalise, now) => {
      const source = createMailSource({ files, now });
      try {
        return await findOwner(source, me, normalise);
      } finally {
        await source.close();
      }
    },
    open: ({ now, zone, me }) =>
      join(createMailSource({ files, now }), createCalendarSource({ files: calendars, now, zone, me })),
  };
}

async function findOwner(source: Source, me: ReadonlySet<string>, normalise: (address: string) => string | null) {
  const senders = new Map<string, number>();
  let messages = 0;
  for (const { name } of await source.streams()) {
    let cursor: string | null = null;
    for (let more = true; more;) {
      const page = await source.pull(name, cursor);
      if (page.kind === 'expired') break;
      for (const fact of page.facts) {
        messages += 1;
        if (fact.type !== 'message') continue;
        const from = fact.from.flatMap(({ address }) => normalise(address) ?? []);
        const everybody = [
          ...from,
          ...[...fact.to, ...fact.cc, ...fact.bcc].flatMap(({ address }) => normalise(address) ?? []),
        ];
        if (everybody.some((address) => me.has(address))) return { found: true as const };
        for (const address of from) senders.set(address, (senders.get(address) ?? 0) + 1);
      }
      ({ cursor, more } = page);
    }
  }
  const topSenders = [...senders]
    .map(([address, n]) => ({ address, messages: n }))
    .sort((a, b) => b.messages - a.messages || (a.address < b.address ? -1 : 1))
    .slice(0, TOP_SENDERS);
  return { found: false as const, messages, topSenders };
}

/** Two sources as one; their stream names must differ. */
function join(mail: Source, calendar: Source): Source {
  let mailStreams: Promise<StreamInfo[]> | null = null;
  const streamsOfMail = () => (mailStreams ??= mail.streams());
  return {
    streams: async () => [...(await streamsOfMail()), ...(await calendar.streams())],
    async pull(stream, cursor) {
      const isMail = (await streamsOfMail()).some(({ name }) => name === stream);
      return (isMail ? mail : calendar).pull(stream, cursor);
    },
    async close() {
      await Promise.all([mail.close(), calendar.close()]);
    },
  };
}
