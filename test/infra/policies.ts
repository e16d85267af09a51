import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DESTINATION_ROUTES, EVENT_ROUTES } from '../../infra/event-routes.ts';
import { DESTINATIONS } from '../../shared/config/settings.ts';
import { compilePattern } from '../../shared/event-pattern/index.ts';
import { EVENTS } from '../../shared/events/catalogue.ts';
import { EVENT_SOURCE } from '../../shared/names.ts';
import { type Resource, referencesIn, type Templates } from './templates.ts';

/**
 * What every queue, alarm, function and rule has.
 *
 * @param switchedOff functions that this configuration does not deploy
 */
export const describePolicies = (templates: () => Templates, switchedOff: readonly string[] = []): void => {
  const same = (resource: Resource, reference: unknown, stack: string): boolean =>
    resource.stack === stack && referencesIn(reference).includes(resource.id);

  const queues = () => templates().of('AWS::SQS::Queue');
  const deadLetterQueueOf = (queue: Resource): Resource | undefined =>
    queues().find((other) => same(other, queue.properties.RedrivePolicy?.deadLetterTargetArn, queue.stack));
  const isDeadLetterQueue = (queue: Resource): boolean =>
    queues().some((other) => deadLetterQueueOf(other) === queue);
  const alarmsOn = (resource: Resource, metric: string): readonly Resource[] =>
    templates()
      .of('AWS::CloudWatch::Alarm')
      .filter(
        (alarm) =>
          alarm.properties.MetricName === metric && same(resource, alarm.properties.Dimensions, alarm.stack),
      );
  const functionNamed = (name: string): Resource | undefined =>
    templates()
      .of('AWS::Lambda::Function')
      .find((each) => each.properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === name);
  const named = (resource: Resource): string => `${resource.stack}/${resource.id}`;

  describe('every queue', () => {
    test('has a dead-letter queue of its kind, or is one', () => {
      const without = queues().filter((queue) => !isDeadLetterQueue(queue) && !deadLetterQueueOf(queue));
      expect(without.map(named)).toEqual([]);
      for (const queue of queues()) {
        const dead = deadLetterQueueOf(queue);
        if (dead) expect(dead.properties.FifoQueue).toBe(queue.properties.FifoQueue);
      }
      expect(queues().length).toBeGreaterThanOrEqual(12);
    });

    test('has an alarm: of dead letters, or of messages that wait', () => {
      const silent = queues().filter(
        (queue) =>
          alarmsOn(
            queue,
            isDeadLetterQueue(queue) ? 'ApproximateNumberOfMessagesVisible' : 'ApproximateAgeOfOldestMessage',
          ).length === 0,
      );
      expect(silent.map(named)).toEqual([]);
    });

    test('outlasts four hours of refusals, and the timeout of its consumer six times', () => {
      for (const mapping of templates().of('AWS::Lambda::EventSourceMapping')) {
        const consumer = templates()
          .of('AWS::Lambda::Function')
          .find((each) => same(each, mapping.properties.FunctionName, mapping.stack));
        const source = JSON.stringify(mapping.properties.EventSourceArn);
        const queue = queues().find((each) => !isDeadLetterQueue(each) && source.includes(each.id));
        if (!queue) continue;
        const { VisibilityTimeout, RedrivePolicy } = queue.properties;
        expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * consumer?.properties.Timeout);
        expect((RedrivePolicy.maxReceiveCount - 1) * VisibilityTimeout).toBeGreaterThanOrEqual(4 * 3600);
        expect(mapping.properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      }
    });
  });

  describe('every alarm', () => {
    test('says what it means to a customer and names a runbook that exists', () => {
      for (const alarm of templates().of('AWS::CloudWatch::Alarm')) {
        const [, means, page] = /^(.+\.) What to do: (.+)$/.exec(alarm.properties.AlarmDescription) ?? [];
        expect(means, named(alarm)).toMatch(/customers?|cases?/i);
        expect(existsSync(page ?? ''), `${named(alarm)}: ${page}`).toBe(true);
      }
    });

    test('has the runbook of its kind, and every runbook an alarm', () => {
      const named = templates()
        .of('AWS::CloudWatch::Alarm')
        .map(({ properties }) => properties.AlarmDescription.split('docs/runbooks/')[1]);
      const pages = readdirSync('docs/runbooks').filter((page) => page !== 'README.md');
      expect([...new Set(named)].sort()).toEqual(pages.sort());
    });
  });

  describe('every function', () => {
    test('has a role, a log group that ends, an alarm, and the runtime of the project', () => {
      const functions = templates().of('AWS::Lambda::Function');
      const roles = functions.map(({ stack, properties }) => `${stack}/${referencesIn(properties.Role)[0]}`);
      expect(new Set(roles).size).toBe(functions.length);
      for (const each of functions) {
        expect(each.properties).toMatchObject({
          Runtime: 'nodejs24.x',
          Architectures: ['arm64'],
          Handler: 'index.handler',
        });
        expect(alarmsOn(each, 'Errors'), named(each)).toHaveLength(1);
        const logs = templates()
          .of('AWS::Logs::LogGroup')
          .find((group) => same(group, each.properties.LoggingConfig, each.stack));
        expect(logs?.properties.RetentionInDays).toBe(90);
      }
    });

    test('is deployed under the name of its folder, with every variable that it reads', () => {
      const folders = readdirSync('functions')
        .filter((name) => existsSync(`functions/${name}/handler.ts`))
        .filter((name) => !switchedOff.includes(name));
      for (const folder of folders) {
        const deployed = functionNamed(folder);
        expect(deployed, `functions/${folder} is in no stack`).toBeDefined();
        const source = readFileSync(`functions/${folder}/environment.ts`, 'utf8');
        const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): (.*)$/gm)]
          .filter(([, , schema]) => !/\.(optional|default)\(/.test(schema ?? ''))
          .map(([, name]) => name);
        expect(Object.keys(deployed?.properties.Environment.Variables), folder).toEqual(
          expect.arrayContaining(read),
        );
      }
      expect(templates().of('AWS::Lambda::Function')).toHaveLength(folders.length);
    });
  });

  describe('every rule on the bus', () => {
    const rules = () => templates().of('AWS::Events::Rule');

    test('stands on the page of event routes, and fills a queue with dead letters', () => {
      expect(
        rules()
          .map(({ properties }) => properties.Description)
          .sort(),
      ).toEqual(
        Object.values(EVENT_ROUTES)
          .map(({ because }) => because)
          .sort(),
      );
      for (const rule of rules()) {
        const [target] = rule.properties.Targets;
        const queue = queues().find((each) => same(each, target.Arn, rule.stack));
        expect(queue && deadLetterQueueOf(queue), named(rule)).toBeDefined();
        expect(target.DeadLetterConfig).toBeDefined();
      }
    });

    test.each(DESTINATIONS)(
      'S2.2 the destination %s of the routing table is carried by exactly one rule',
      (destination) => {
        const event = {
          source: EVENT_SOURCE,
          'detail-type': 'CaseRouted',
          detail: { destination, queue: 'billing' },
        };
        const carrying = rules().filter(({ properties }) =>
          compilePattern(properties.EventPattern).matches(event),
        );
        expect(carrying.map(({ properties }) => properties.Description)).toEqual([
          EVENT_ROUTES[DESTINATION_ROUTES[destination]].because,
        ]);
      },
    );

    test('hears events that exist', () => {
      const heard = Object.values(EVENT_ROUTES).flatMap((route): readonly string[] =>
        'of' in route ? [] : route.hears,
      );
      expect(Object.keys(EVENTS)).toEqual(expect.arrayContaining(heard));
    });
  });
};
