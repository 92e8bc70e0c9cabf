import { expect, test } from 'vitest';

import { WEEKS } from './briefing.fixture.ts';
import { renderEml, renderHtml, renderText } from './render.ts';
import { viewBriefing } from './view.ts';

test('a briefing is rendered in workerd as on Node', () => {
  const view = viewBriefing(WEEKS[7]);
  expect(renderHtml(view)).toContain('Write to <bdi>Bob</bdi>');
  expect(renderText(view)).toContain('1. Bob Ray');
  expect(renderEml(view, { from: 'a@x.example', to: 'a@x.example', messageId: 'w@x.example' })).toContain(
    'Subject: Ana is',
  );
});
