import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { LOG_CATALOGUE } from '../../shared/runtime/log-catalogue.ts';
import { loadBundle } from '../support/load-bundle.ts';
import { type CostReport, costReport } from './cost-report.ts';
import { deployedFunctions } from './deployed-functions.ts';
import { percentile } from './figure.ts';
import { hotFunctions, sizeFigure } from './load-time.ts';
import { callsInARow, type recordingLoader } from './recorded-calls.ts';
import type { RecordedCall } from './replay.ts';
import { countFigures, countRecording } from './returning-customer.ts';
import { countedCalls, waitingSteps } from './waiting-path.ts';
import { invocationsOf, type Leg, type Way } from './way.ts';
import { takeChatTheWholeWay, takeMailTheWholeWay, takeSmsTheWholeWay } from './ways.ts';
import { INTERACTIONS } from './year.ts';

const missed = (figures: readonly { ok: boolean; detail: string }[]) =>
  figures.filter(({ ok }) => !ok).map(({ detail }) => detail);

describe('P4 a returning customer', () => {
  test('P4 costs two reads, one transaction of four items, eight units and two on the index at most', async () => {
    const counts = await countRecording({ assembly: inject('assembly') });
    expect(missed(countFigures(counts))).toEqual([]);
    expect(counts.joining).toMatchObject({ reads: 2, transactions: 1, items: 3 });
    expect(counts.opening).toMatchObject({ reads: 2, transactions: 1, items: 4 });
  });

  test('P4 is missed when a recorder reads once more', async () => {
    type Load = ReturnType<typeof recordingLoader>['load'];
    const load: Load = async (description, cloud, outside) => {
      const run = await loadBundle(description, cloud, outside);
      if (!description.name.endsWith('record-interaction')) return run;
      const caller = cloud.credentials.callerOf(
        (outside.credentials as { accessKeyId: string } | undefined)?.accessKeyId ?? '',
      );
      return async (event, context) => {
        const Keys = [{ pk: { S: 'a' }, sk: { S: 'b' } }];
        const RequestItems = { [description.environment.TABLE_NAME ?? '']: { Keys } };
        await cloud.call('dynamodb', 'BatchGetItem', { RequestItems }, caller);
        return run(event, context);
      };
    };
    const counts = await countRecording({ assembly: inject('assembly'), load });
    expect(missed(countFigures(counts)).join()).toContain('reads');
  });
});

describe('an SMS, a mail and a chat the whole way', () => {
  let sms: Way;
  let mail: Way;
  let chat: Way;
  let report: CostReport;
  beforeAll(async () => {
    sms = await takeSmsTheWholeWay(inject('assembly'));
    mail = await takeMailTheWholeWay(inject('assembly'));
    chat = await takeChatTheWholeWay(inject('assembly'));
    report = costReport({ sms, mail, chat });
    // Six seconds by itself; other test files share the machine.
  }, 60_000);
  const altered = (way: Way, alter: (leg: Leg) => Partial<Leg>): Way => ({
    ...way,
    legs: way.legs.map((leg) => ({ ...leg, ...alter(leg) })),
  });

  test('P1 where somebody waits there are two DynamoDB calls in a row or one SQS send, and nothing else', () => {
    expect(missed([countedCalls(waitingSteps(sms, chat))])).toEqual([]);
  });

  test('P1 is missed when a step makes a third call, or one to another service', () => {
    const [first] = waitingSteps(sms, chat);
    if (!first) throw new Error('There is no step.');
    const call = (target: string, began: number): RecordedCall => {
      return { target, began, ended: began + 1, status: 200, headers: {}, body: Buffer.alloc(0) };
    };
    const withCalls = (...calls: RecordedCall[]) =>
      countedCalls([{ ...first, invocation: { ...first.invocation, calls } }]);
    const read = 'DynamoDB.GetItem';
    expect(withCalls(call(read, 1), call(read, 3)).ok).toBe(true);
    expect(withCalls(call(read, 1), call(read, 3), call(read, 5)).ok).toBe(false);
    expect(withCalls(call('AWSEvents.PutEvents', 1)).ok).toBe(false);
    expect(withCalls(call('AmazonSQS.SendMessage', 1), call(read, 3)).ok).toBe(false);
  });

  test('P9 an SMS answered costs at most $0.0001, a mail $0.0004; providers stand beside it', () => {
    expect(missed(report.figures)).toEqual([]);
    for (const { legs } of report.ways) {
      const [answered] = legs;
      expect(answered?.lines.length).toBeGreaterThan(20);
      expect(answered?.unmetered.map(({ price }) => price)).toContain('kms.request');
      expect(answered?.channelUsd).toBeGreaterThan(answered?.usd ?? 0);
    }
  });

  test('P9 is missed when every table write costs five times as much', () => {
    const dear = altered(sms, ({ bill }) => ({
      bill: {
        ...bill,
        lines: bill.lines.map((line) => ({
          ...line,
          units: { ...line.units, 'dynamodb.wru': (line.units['dynamodb.wru'] ?? 0) * 5 },
        })),
      },
    }));
    expect(costReport({ sms: dear, mail, chat }).figures.map(({ ok }) => ok)).toEqual([false, true]);
  });

  test('a call that nobody has priced is no free call', () => {
    const unknown = altered(mail, ({ bill }) => ({ bill: { ...bill, unpriced: ['dove.letter'] } }));
    expect(() => costReport({ sms, mail: unknown, chat })).toThrow('No price is known of dove.letter.');
  });

  test('an idle deployment pays for its key, its secret, its alarms, its pollers and its watch over promises', () => {
    const what = report.monthly.lines.map((line) => line.what).join();
    expect(what).toMatch(/key.*secret.*alarm.*pollers.*watch over promises/);
    expect(report.monthly.usd).toBeGreaterThan(1);
  });

  test('what a schedule calls costs by the month, not by the message; nothing else runs when nobody writes', () => {
    expect(new Set(sms.idle.invocations.map(({ name }) => name))).toEqual(new Set(['check-promises']));
    const callers = report.ways.flatMap(({ legs }) =>
      legs.flatMap(({ lines }) => lines.map(({ caller }) => caller)),
    );
    expect(callers.filter((caller) => caller.endsWith('check-promises'))).toEqual([]);
  });

  test('a survey that is asked and answered is priced with the four states of its workflow', () => {
    const surveyed = report.ways.flatMap(({ legs }) => legs).filter(({ name }) => name === 'surveyed');
    const states = surveyed.flatMap(({ lines }) =>
      lines.flatMap(({ units }) => units['states.transition'] ?? []),
    );
    expect(states.reduce((sum, count) => sum + count, 0)).toBe(4);
  });

  test('a year is a million messages and twelve months', () => {
    const { shares, usd } = report.year;
    const answered = shares.filter(({ what }) => what.endsWith(', answered') && !what.startsWith('surveys'));
    expect(answered.reduce((sum, { times }) => sum + times, 0)).toBe(INTERACTIONS);
    expect(shares.at(-1)).toMatchObject({ times: 12, usdEach: report.monthly.usd });
    expect(usd).toBeGreaterThan(50);
  });

  test('what the ways log are codes of the catalogue', () => {
    const lines = [sms, mail, chat].flatMap(({ legs }) => legs.flatMap(({ logLines }) => logLines));
    expect(lines.length).toBeGreaterThan(9);
    expect(lines.filter(({ code }) => !Object.hasOwn(LOG_CATALOGUE, String(code)))).toEqual([]);
  });

  test('Lambda writes no lines of its own about what went well', () => {
    const names = invocationsOf(sms, mail, chat).map(({ name }) => name);
    expect(names.filter((name) => sms.reported.has(name))).toEqual([]);
  });
});

describe('P3 the hot bundles', () => {
  test('P3 are deployed, and at most 600 KB each', () => {
    expect(missed([sizeFigure(hotFunctions(inject('assembly')))])).toEqual([]);
  });

  test('no bundle carries single sign-on: in Lambda credentials stand in the environment', () => {
    const functions = deployedFunctions(inject('assembly'));
    expect(functions.length).toBeGreaterThan(7);
    for (const { file } of functions) expect(readFileSync(file, 'utf8')).not.toContain('sso_session');
  });
});

test('calls that overlap count once in a row', () => {
  const call = (began: number, ended: number) => ({ began, ended }) as RecordedCall;
  expect(callsInARow([call(1, 4), call(2, 3)])).toBe(1);
  expect(callsInARow([call(1, 2), call(3, 4)])).toBe(2);
  expect(callsInARow([])).toBe(0);
});

test('a percentile is the value that this share lies at or below', () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1);
  expect(percentile(values, 0.99)).toBe(99);
  expect(percentile(values, 0.5)).toBe(50);
  expect(percentile([], 0.5)).toBeNaN();
});
