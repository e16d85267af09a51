import { ExecutionAlreadyExists, ExecutionDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { startSurvey } from '../../../functions/start-survey/start-survey.ts';
import { parseEndingEvent } from '../../../functions/stop-survey/ending-event.ts';
import { stopSurvey } from '../../../functions/stop-survey/stop-survey.ts';
import { goOnWith, surveyWorkflow } from '../../../shared/gateways/survey-workflow.ts';
import { ago, CUSTOMER_ID, DAY, HOUR, NOW } from '../../domain/builders.ts';
import { CASE_ID, dyingAt, surveyDesk } from './survey-desk.ts';

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:throughline-dev-surveys';
const facts = {
  ...{ eventId: 'e1', schemaVersion: 1, at: NOW, customerId: CUSTOMER_ID, caseId: CASE_ID },
  ...{ caseVersion: 3, opening: 1, channel: 'sms' as const },
};

/** A Step Functions that notes what it is asked, and answers with an error or nothing. */
function machine(fails?: Error) {
  const asked: { readonly name: string; readonly input: object }[] = [];
  const client = {
    send: async (command: { input: object }) => {
      asked.push({ name: command.constructor.name, input: command.input });
      if (fails) throw fails;
      return {};
    },
  } as unknown as Parameters<typeof goOnWith>[0];
  return { asked, workflow: surveyWorkflow(client, MACHINE), goOn: goOnWith(client) };
}

const error = (kind: new (options: never) => Error) => new kind({ message: '', $metadata: {} } as never);

type Scene = Parameters<typeof surveyDesk>[0];

async function start(scene: Scene = {}, fails?: Error) {
  const it = await surveyDesk(scene);
  const { asked, workflow } = machine(fails);
  const { surveys, now, newId, log, config } = it.dependencies;
  const dependencies = { surveys, now, newId, log, workflow, rules: config.survey };
  const once = (event = { ...facts, agent: 'agent-1' }) => startSurvey(event, dependencies);
  return { ...it, asked, once, dependencies };
}

describe('A resolved case', () => {
  test('S2.9 starts a workflow named after it, with ids and times and nothing else', async () => {
    const { once, asked } = await start();
    await once();
    const input = { caseId: CASE_ID, opening: 1, askAt: ago(HOUR - DAY), remindAfter: 3 * 86_400 };
    expect(asked).toEqual([
      {
        name: 'StartExecutionCommand',
        input: {
          stateMachineArn: MACHINE,
          name: `${CASE_ID}-1`,
          input: JSON.stringify({ ...input, expireAfter: 7 * 86_400 }),
        },
      },
    ]);
  });

  test('told of again is known already', async () => {
    const { once } = await start({}, error(ExecutionAlreadyExists as never));
    await expect(once()).resolves.toBeUndefined();
    const { once: broken } = await start({}, new Error('throttled'));
    await expect(broken()).rejects.toThrow('throttled');
  });

  test('that nobody answered is told of once and starts nothing', async () => {
    const { once, asked, read } = await start({ case: { sent: undefined } });
    await once();
    await once();
    expect(asked).toEqual([]);
    expect(await read()).toMatchObject({
      survey: { state: 'skipped', reason: 'never-answered', version: 1 },
      case: { survey: { opening: 1, state: 'skipped' } },
    });
  });

  test('that is open again by now starts nothing', async () => {
    const { once, asked, read } = await start({ case: { state: 'open', opening: 2 } });
    await once();
    expect(asked).toEqual([]);
    expect((await read()).survey).toBeUndefined();
  });

  test('starts nothing where surveys are switched off', async () => {
    const { dependencies, asked } = await start();
    await startSurvey({ ...facts, agent: 'agent-1' }, { ...dependencies, rules: undefined });
    expect(asked).toEqual([]);
  });
});

describe('A survey that is over', () => {
  const reopened = { type: 'reopened', event: { ...facts, opening: 2, reason: 'after-resolution' } } as const;
  const answered = {
    type: 'answered',
    event: { ...facts, surveyed: 1, scores: { csat: 5 }, via: 'page' },
  } as const;

  async function stop(which: typeof reopened | typeof answered, fails?: Error) {
    return (await stopAt(await surveyDesk(), which, fails)).asked;
  }

  async function stopAt(
    it: Awaited<ReturnType<typeof surveyDesk>>,
    which: typeof reopened | typeof answered,
    fails?: Error,
  ) {
    await it.ask();
    const { asked, workflow, goOn } = machine(fails);
    const again = () => stopSurvey(which, { ...it.dependencies, workflow, goOn });
    await again();
    return { asked, again };
  }

  test('because the case is open again, stops the workflow of the resolution before', async () => {
    const executionArn = `${MACHINE.replace(':stateMachine:', ':execution:')}:${CASE_ID}-1`;
    expect(await stop(reopened)).toMatchObject([{ name: 'StopExecutionCommand', input: { executionArn } }]);
  });

  test('because the case is open again, is written down as stopped, once, and its customer is waited for no more', async () => {
    const it = await surveyDesk();
    const { again } = await stopAt(it, reopened);
    await again();
    const { survey, case: subject, customer } = await it.read();
    expect(survey).toMatchObject({ state: 'stopped', version: 2 });
    expect(subject?.survey).toEqual({ opening: 1, state: 'stopped' });
    expect(customer?.openSurvey).toBeUndefined();
    expect(customer?.surveyedAt).toBe(NOW);
  });

  test('R5 is stopped whatever dies, once it is told of again', async () => {
    for (const n of [1, 2]) {
      for (const when of ['before', 'after'] as const) {
        const it = await surveyDesk();
        await it.ask();
        const { asked, workflow, goOn } = machine();
        const dependencies = { ...it.dependencies, workflow, goOn };
        const { surveys = it.surveys } = dyingAt(it.dependencies, n, when);
        await expect(stopSurvey(reopened, { ...dependencies, surveys })).rejects.toThrow('died');
        await stopSurvey(reopened, dependencies);
        expect((await it.read()).survey).toMatchObject({ state: 'stopped', version: 2 });
        expect(asked).toHaveLength(1);
      }
    }
  });

  test('because it is answered, lets the workflow go on with the token that it waits with', async () => {
    expect(await stop(answered)).toMatchObject([
      { name: 'SendTaskSuccessCommand', input: { taskToken: 'token-1', output: '{"outcome":"answered"}' } },
    ]);
  });

  test('by an answer that opened the case ends by that answer', async () => {
    const low = { type: 'reopened', event: { ...reopened.event, reason: 'low-score' } } as const;
    expect(await stop(low as unknown as typeof reopened)).toEqual([]);
  });

  test('already is no mistake; anything else is tried again', async () => {
    await expect(stop(reopened, error(ExecutionDoesNotExist as never))).resolves.toHaveLength(1);
    await expect(stop(answered, error(TaskTimedOut as never))).resolves.toHaveLength(1);
    await expect(stop(answered, new Error('throttled'))).rejects.toThrow('throttled');
  });

  test('is told by two events and no other', () => {
    const body = (type: string, detail: object) =>
      JSON.stringify({ source: 'throughline', 'detail-type': type, detail });
    expect(parseEndingEvent(body('CaseReopened', reopened.event))).toEqual(reopened);
    expect(parseEndingEvent(body('SurveyAnswered', answered.event))).toEqual(answered);
    expect(() => parseEndingEvent(body('CaseResolved', facts))).toThrow();
  });
});
