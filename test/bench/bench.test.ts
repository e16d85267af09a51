import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { LOG_CATALOGUE } from '../../shared/runtime/log-catalogue.ts';
import { loadBundle } from '../support/load-bundle.ts';
import { deployedFunctions } from './deployed-functions.ts';
import { percentile } from './figure.ts';
import { hotFunctions, sizeFigure } from './load-time.ts';
import { fixedMonthly, priceOfSms } from './price-of-sms.ts';
import { callsInARow, type recordingLoader } from './recorded-calls.ts';
import type { RecordedCall } from './replay.ts';
import { countFigures, countRecording } from './returning-customer.ts';
import { type SmsWay, takeSmsTheWholeWay } from './sms-way.ts';
import { countedCalls, waitingSteps } from './waiting-path.ts';

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

describe('an SMS the whole way', () => {
  let way: SmsWay;
  beforeAll(async () => {
    way = await takeSmsTheWholeWay(inject('assembly'));
  });

  test('P1 where somebody waits there are two DynamoDB calls in a row or one SQS send, and nothing else', () => {
    expect(missed([countedCalls(waitingSteps(way))])).toEqual([]);
  });

  test('P1 is missed when a step makes a third call, or one to another service', () => {
    const [first] = waitingSteps(way);
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

  test('P9 an SMS answered costs at most $0.0001, every counted call has a price, providers stand beside it', () => {
    const { figure, lines, channelUsd, unmetered } = priceOfSms(way);
    expect(missed([figure])).toEqual([]);
    expect(lines.length).toBeGreaterThan(20);
    expect(unmetered.map(({ price }) => price)).toContain('kms.request');
    expect(channelUsd).toBeGreaterThan(figure.value);
  });

  test('P9 is missed when every table write costs five times as much', () => {
    const lines = way.bill.lines.map((line) => ({
      ...line,
      units: Object.fromEntries(
        Object.entries(line.units).map(([unit, amount]) => [
          unit,
          unit === 'dynamodb.wru' ? amount * 5 : amount,
        ]),
      ),
    }));
    expect(priceOfSms({ ...way, bill: { ...way.bill, lines } }).figure.ok).toBe(false);
  });

  test('an idle deployment pays for its key, its alarms and its pollers', () => {
    const what = fixedMonthly(way)
      .map((line) => line.what)
      .join();
    expect(what).toMatch(/key.*alarm.*pollers/);
  });

  test('what the way logs are codes of the catalogue', () => {
    expect(way.logLines.filter(({ code }) => !Object.hasOwn(LOG_CATALOGUE, String(code)))).toEqual([]);
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
