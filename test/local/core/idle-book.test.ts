import { expect, test } from 'vitest';
import { IdleBook } from '../../../local/core/idle-book.ts';

const AT = Date.parse('2026-11-22T12:00:00.000Z');
const idleUntil = '2026-11-22T13:00:00.000Z';

function idleAfter(returned: unknown, meanwhile: (book: IdleBook) => void = () => undefined): IdleBook {
  const book = new IdleBook();
  const ended = book.begin('work');
  meanwhile(book);
  ended(returned);
  return book;
}

test('a function that says so is idle until the moment it names, or for ever', () => {
  const book = idleAfter({ idleUntil });
  expect(book.isIdle('work', AT)).toBe(true);
  expect(book.isIdle('work', AT + 3_600_000)).toBe(false);
  expect(book.isIdle('other', AT)).toBe(false);
  expect(idleAfter({ idleUntil: null }).isIdle('work', AT)).toBe(true);
});

test('one that says nothing of it, or something else, is not', () => {
  for (const returned of [undefined, null, 'x', {}, { idleUntil: 'soon' }, { idleUntil: undefined }]) {
    expect(idleAfter(returned).isIdle('work', AT)).toBe(false);
  }
});

test('a call that changes something ends it, whether it came during the run or later; looking does not', () => {
  const looked = idleAfter({ idleUntil }, (book) => book.called('BatchGetItem'));
  looked.called('Query');
  expect(looked.isIdle('work', AT)).toBe(true);
  looked.called('PutItem');
  expect(looked.isIdle('work', AT)).toBe(false);
  expect(idleAfter({ idleUntil }, (book) => book.called('UpdateItem')).isIdle('work', AT)).toBe(false);
  expect(idleAfter({ idleUntil }, (book) => book.changed()).isIdle('work', AT)).toBe(false);
});

test('a run that fails leaves nothing known', () => {
  const book = idleAfter({ idleUntil: null });
  book.begin('work');
  expect(book.isIdle('work', AT)).toBe(false);
});
