/** `rekindle import`: mail and calendar files become evidence. */
import { importArchive } from '../connect/import-archive.ts';
import type { Archive } from '../ports/archive.ts';
import { describeLedger, type Output } from './output.ts';
import type { Session } from './session.ts';

/** The only language so far. */
const LOCALE = 'en-GB';

export interface ImportOptions {
  me: string[];
  zone?: string;
  json?: boolean;
}

export async function importCommand(
  paths: string[],
  options: ImportOptions,
  deps: { session: Session; archive: Archive; out: Output; now: number; systemZone: string },
): Promise<void> {
  const { session, archive, out, now } = deps;
  let read = 0;
  const report = await importArchive(
    {
      archive,
      evidence: session.evidence,
      people: session.people,
      onPage(page) {
        read += page.read;
        const { progress } = page;
        const share = progress && progress.total > 0 ? `, ${Math.floor((100 * progress.done) / progress.total)} %` : '';
        out.progress(`reading ${page.stream}: ${read} items${share}`);
      },
    },
    { paths, me: options.me, zone: options.zone ?? null, defaultZone: deps.systemZone, locale: LOCALE, now },
  );

  const { user, ownAddresses, merges, ledger } = report;
  if (options.json === true) {
    out.write(
      `${JSON.stringify({ user: user.email, zone: user.zone, read: report.read, ownAddresses, merges, ledger }, null, 2)}\n`,
    );
    return;
  }
  const lines = [
    report.read === 0 ? 'Nothing new: all of this was imported before.' : `Imported for ${user.email} (${user.zone}).`,
    ...describeLedger(ledger, LOCALE),
    ...ownAddresses.map((address) => `${address} is yours too: you send from it.`),
    ...merges,
    ...(report.selfCheck === null ? [] : [report.selfCheck]),
    'See `rekindle people` and `rekindle brief`.',
  ];
  out.write(`${lines.join('\n')}\n`);
}
