/**
 * The command line: names, options and help of every command. What a command does is in the file of its name, which is
 * loaded when the command runs.
 */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CLOSENESS, type Closeness } from '../domain/evidence.ts';
import { RekindleError } from '../domain/errors.ts';
import { checkZone } from '../domain/time.ts';
import type { BacktestOptions } from './backtest.ts';
import type { Format } from './brief.ts';
import { readConfig, readDatabaseUrl } from './config.ts';
import type { ImportOptions } from './import.ts';
import { parseMoment } from './moment.ts';
import { describeError, exitCodeOf } from './output.ts';
import { type Ambient, type Session, chooseUser } from './session.ts';

/** Runs one command; 0 when it did what was asked, 1 when it failed, 2 for wrong usage. Never throws. */
export async function runCommandLine(args: readonly string[], ambient: Ambient): Promise<number> {
  try {
    await program(ambient).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    ambient.out.error(`rekindle: ${describeError(error)}\n`);
    return exitCodeOf(error);
  }
}

const FORMATS = ['text', 'html', 'eml', 'json'] as const satisfies readonly Format[];

function program(ambient: Ambient): Command {
  const { env, out, systemZone } = ambient;
  const now = ambient.clock();
  const root = new Command('rekindle');
  root
    .description('Tells you each week who to reconnect with, and why now, from your own mail and calendar.')
    .showHelpAfterError()
    .exitOverride(asUsage)
    .configureOutput({ writeOut: (text) => out.write(text), writeErr: () => {} });

  const command = (spec: string, summary: string) => root.command(spec).description(summary).exitOverride(asUsage);
  const withUser = (cmd: Command) =>
    cmd.option('--user <address>', 'whose data, when several people use this database');
  /** Opens the database for one command and closes it whatever happens. */
  const inSession = async (work: (session: Session) => Promise<void>) => {
    const session = await ambient.openSession(readDatabaseUrl(env), now);
    try {
      await work(session);
    } finally {
      await session.close();
    }
  };

  command('serve', 'run the agent with its web pages (what `npm start` does)').action(async () => {
    const config = readConfig(env);
    const session = await ambient.openSession(config.databaseUrl, now);
    try {
      await ambient.serve(config, session);
    } finally {
      await session.close();
    }
  });

  command('import', 'read mail archives (mbox, .gz, .eml, maildir, Google Takeout) and calendars (.ics)')
    .argument('<path...>', 'files or folders')
    .requiredOption('--me <addresses>', 'your own addresses, separated by commas', commaList)
    .option('--zone <zone>', `your time zone, like Europe/Berlin (default: this machine's, ${systemZone})`)
    .option('--json', 'print the result as JSON')
    .action((paths: string[], options: ImportOptions) =>
      inSession(async (session) => {
        const { importCommand } = await import('./import.ts');
        await importCommand(paths, options, { session, archive: await ambient.openArchive(), out, now, systemZone });
      }),
    );

  withUser(command('people', 'the people you deal with, with trust and rhythm'))
    .option('--json', 'print as JSON')
    .option('--limit <n>', 'at most so many', positiveInteger)
    .option('--explain <who>', 'one person, by name or address: what the score says and what it says it from')
    .option('--now <moment>', 'as of this moment, like 2026-11-23 or 2026-11-23T07:00:00Z')
    .action((options: { user?: string; json?: boolean; limit?: number; explain?: string; now?: string }) =>
      inSession(async ({ people }) => {
        const user = await chooseUser(people, options.user);
        const { now: text, explain: who, ...rest } = options;
        const moment = text === undefined ? now : parseMoment(text, user.zone);
        if (who !== undefined) {
          const { explainCommand } = await import('./explain.ts');
          return explainCommand(people, user, who, { ...rest, now: moment }, out);
        }
        const { peopleCommand } = await import('./people.ts');
        await peopleCommand(people, user, { ...rest, now: moment }, out);
      }),
    );

  withUser(command('brief', 'the briefing as of a moment'))
    .option('--now <moment>', 'as of this moment, like 2026-11-23 or 2026-11-23T07:00:00Z')
    .option('--zone <zone>', 'in this time zone instead of your own')
    .addOption(new Option('--format <format>', 'how to print it').choices(FORMATS).default('text'))
    .option('--send', 'mail it to you')
    .action((options: { user?: string; now?: string; zone?: string; format: Format; send?: boolean }) =>
      inSession(async ({ people }) => {
        if (options.send === true) throw notAvailable('brief --send');
        if (options.zone !== undefined) checkZone(options.zone);
        const known = await chooseUser(people, options.user);
        const user = { ...known, zone: options.zone ?? known.zone };
        const moment = options.now === undefined ? now : parseMoment(options.now, user.zone);
        const { briefCommand } = await import('./brief.ts');
        await briefCommand(people, user, { now: moment, format: options.format }, out);
      }),
    );

  withUser(command('mute', 'never suggest a person again'))
    .argument('<address>', 'one of their addresses')
    .option('--off', 'take it back')
    .action((address: string, options: { user?: string; off?: boolean }) =>
      inSession(async ({ people }) => {
        const { muteCommand } = await import('./people.ts');
        await muteCommand(people, await chooseUser(people, options.user), address, options.off === true, now, out);
      }),
    );
  withUser(command('correct', 'say that a score is wrong: closer or less close than it looks, or family'))
    .argument('<address>', 'one of their addresses')
    .addArgument(new Argument('<what>', 'reset takes it back').choices([...CLOSENESS, 'reset']))
    .action((address: string, what: Closeness | 'reset', options: { user?: string }) =>
      inSession(async ({ people }) => {
        const { correctCommand } = await import('./people.ts');
        await correctCommand(people, await chooseUser(people, options.user), address, what, now, out);
      }),
    );
  withUser(command('merge', 'two addresses belong to one person'))
    .argument('<address>', 'the address to move')
    .argument('<into>', 'an address of the person it belongs to')
    .action((address: string, into: string, options: { user?: string }) =>
      inSession(async ({ people }) => {
        const { mergeCommand } = await import('./people.ts');
        await mergeCommand(people, await chooseUser(people, options.user), address, into, now, out);
      }),
    );
  withUser(command('split', 'an address belongs to a person of its own after all'))
    .argument('<address>', 'the address that was merged')
    .action((address: string, options: { user?: string }) =>
      inSession(async ({ people }) => {
        const { splitCommand } = await import('./people.ts');
        await splitCommand(people, await chooseUser(people, options.user), address, now, out);
      }),
    );

  withUser(command('rebuild', 'make every trust score anew from the stored evidence')).action(
    (options: { user?: string }) =>
      inSession(async ({ people }) => {
        const { rebuildCommand } = await import('./rebuild.ts');
        await rebuildCommand(people, await chooseUser(people, options.user), now, out);
      }),
  );

  command('backtest', 'check the score against what really happened next')
    .option('--events <file>', 'interactions as CSV (.gz too): at,from,to,kind[,minutes]')
    .option('--me <id>', "one person's view of them")
    .option('--egos <file>', 'the views of the people listed in this file')
    .option('--every-ego', "everybody's view")
    .option('--account <address>', 'your own imported mail instead of a file')
    .requiredOption('--splits <moments>', 'ISO moments, separated by commas', commaList)
    .requiredOption('--horizon <days>', 'how far ahead to look', positiveInteger)
    .option('--scores <file>', 'write every score to this CSV file')
    .option('--json', 'print the figures as JSON')
    .action(async (options: BacktestOptions & { account?: string }) => {
      const { backtest, backtestAccount } = await import('./backtest.ts');
      const { account } = options;
      if (account === undefined) return backtest(options, out);
      if (options.events !== undefined) throw new RekindleError('usage', 'Give either --events or --account.');
      return inSession(async ({ people }) => {
        await backtestAccount(people, await chooseUser(people, account), options, now, out);
      });
    });

  command('doctor', 'check configuration and database, and say what to do').action(async () => {
    const { doctorCommand } = await import('./doctor.ts');
    await doctorCommand(ambient, now);
  });

  for (const [name, summary] of LATER) {
    command(name, `${summary} (not available yet)`)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw notAvailable(name);
      });
  }
  return root;
}

/** Commands whose parts are not built yet; they say so. */
const LATER = [
  ['sync', 'one round of reading connected accounts now'],
  ['reply', 'dry run of the reply grammar'],
  ['export', 'everything stored about a user'],
  ['forget', 'erase a person'],
  ['delete', 'erase a user'],
] as const;

function notAvailable(name: string): RekindleError {
  return new RekindleError('not-available', `"rekindle ${name}" is not available yet.`);
}

function asUsage(error: CommanderError): never {
  if (error.exitCode === 0) throw error;
  throw new RekindleError('usage', error.message.replace(/^error: /, ''), { hint: 'See `rekindle --help`.' });
}

function commaList(text: string): string[] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) throw new InvalidArgumentError('It is empty.');
  return parts;
}

function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above zero.');
  return Number(text);
}
