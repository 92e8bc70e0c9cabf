/** `rekindle brief`: the briefing as of a moment, in the format asked for. */
import type { PeopleStore, UserRecord } from '../ports/people-store.ts';
import { composeBriefing } from '../briefing/compose.ts';
import { renderEml, renderHtml, renderJson, renderText } from '../briefing/render.ts';
import { viewBriefing } from '../briefing/view.ts';
import type { Output } from './output.ts';

export type Format = 'text' | 'html' | 'eml' | 'json';

export async function briefCommand(
  store: PeopleStore,
  user: UserRecord,
  options: { now: number; format: Format },
  out: Output,
): Promise<void> {
  const view = viewBriefing(await composeBriefing(store, user, options.now));
  switch (options.format) {
    case 'text':
      out.write(renderText(view));
      break;
    case 'html':
      out.write(renderHtml(view));
      break;
    case 'json':
      out.write(`${JSON.stringify(renderJson(view), null, 2)}\n`);
      break;
    case 'eml': {
      const messageId = `briefing-${user.id}-${options.now}@rekindle.invalid`;
      out.write(renderEml(view, { from: `Rekindle <${user.email}>`, to: user.email, messageId }));
      break;
    }
  }
}
