/**
 * The same newcomer with a real browser: chooses a file, watches it being read, opens the briefing. Needs a Chromium
 * (`CHROMIUM`, or where Debian puts it); without one the journey is skipped and says so.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOfYears, ME } from '../fixtures/archive.ts';
import { startDaemon, type Daemon } from './daemon.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
if (!hasBrowser) process.stderr.write(`No browser at ${executablePath}: the browser journey is skipped.\n`);

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(!hasBrowser)('a newcomer with a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-browser-'));
  let daemon: Daemon;
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync('artifacts', { recursive: true });
    writeFileSync(join(folder, 'All mail.mbox'), archiveOfYears());
    writeFileSync(join(folder, 'holiday.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 3]));
    [daemon, browser] = await Promise.all([startDaemon(folder), chromium.launch({ executablePath, args: FLAGS })]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await daemon.stop();
    rmSync(folder, { recursive: true });
  });

  it.each([
    [375, 'light'],
    [1280, 'dark'],
  ] as const)(
    'imports an archive and reads the briefing at %i px, %s',
    async (width, colorScheme) => {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      const shoot = async (name: string) => {
        await page.screenshot({ path: `artifacts/${name}-${width}-${colorScheme}.png`, fullPage: true });
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(overflow, `${name} scrolls sideways`).toBe(0);
      };

      await page.goto(daemon.base);
      await shoot('landing');
      await page.getByLabel('Files').setInputFiles(join(folder, 'holiday.jpg'));
      await page.getByLabel('Your own address').fill(ME);
      await page.getByRole('button', { name: 'Read it and show me' }).click();
      await page.getByRole('heading', { name: 'That didn’t work' }).waitFor();
      await page.getByText('holiday.jpg: ').waitFor();
      await shoot('refused');

      await page.getByRole('link', { name: 'Back to the first page' }).click();
      await page.getByLabel('Files').setInputFiles(join(folder, 'All mail.mbox'));
      await page.getByLabel('Your own address').fill(ME);
      await page.getByLabel('Your time zone').fill('Europe/Berlin');
      await page.getByRole('button', { name: 'Read it and show me' }).click();
      await page.getByRole('link', { name: 'Show me the briefing' }).click();
      const mail = page.frameLocator('iframe');
      await mail.getByRole('heading', { name: 'Nora Berg' }).waitFor();
      await shoot('briefing');
      expect(problems).toEqual([]);
      await page.close();
    },
    60_000,
  );
});
