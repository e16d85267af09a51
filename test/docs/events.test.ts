import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EVENT_ROUTES, type EventRouteSettings } from '../../infra/event-routes.ts';
import { EVENTS } from '../../shared/events/catalogue.ts';

const pages = new URL('../../docs/events/', import.meta.url);
const fileOf = (name: string) => `${name.replace(/(?<=[a-z])([A-Z])/g, '-$1').toLowerCase()}.md`;

test('every event has a page and every page an event', () => {
  const expected = [...Object.keys(EVENTS).map(fileOf), 'README.md'].sort();
  expect(readdirSync(pages).sort()).toEqual(expected);
});

test.each(Object.values(EVENTS))('the page of $name shows an example that its schema accepts', (event) => {
  const page = readFileSync(new URL(fileOf(event.name), pages), 'utf8');
  expect(page.startsWith(`# ${event.name}\n`)).toBe(true);
  const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? 'null');
  // Strict: a fact on the page that the schema does not know would mislead.
  expect(() => event.schema.strict().parse(example)).not.toThrow();
});

test.each(Object.values(EVENTS))('the page of $name explains every fact of its own', (event) => {
  const page = readFileSync(new URL(fileOf(event.name), pages), 'utf8');
  const shared = readFileSync(new URL('README.md', pages), 'utf8');
  for (const fact of Object.keys(event.schema.shape)) expect(page + shared).toContain(`\`${fact}\``);
});

test.each(Object.values(EVENTS))('the page of $name names every function that hears it', (event) => {
  const page = readFileSync(new URL(fileOf(event.name), pages), 'utf8');
  const [, heardBy = ''] = /^- \*\*Heard by\*\* (.*)$/m.exec(page) ?? [];
  const routes: [string, EventRouteSettings][] = Object.entries(EVENT_ROUTES);
  const hearing = routes.filter(([, route]) => !route.of && route.hears.includes(event.name));
  const named = [...heardBy.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, name]) => name);
  // A destination of the routing table looks like a function, and is none.
  expect(named.filter((name) => name !== 'connect-task').sort()).toEqual(
    hearing.map(([name]) => name).sort(),
  );
});
