import { expect, inject, test } from 'vitest';
import { readTemplates } from './templates.ts';

const dev = readTemplates(inject('assembly'));

test('R4 a batch of events that fell into the bucket rings for a day, by the metric of its own mapping', () => {
  const [mapping, ...others] = dev
    .of('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => properties.DestinationConfig !== undefined);
  expect(others).toEqual([]);
  expect(mapping?.properties.MetricsConfig).toEqual({ Metrics: ['EventCount'] });
  const alarm = dev
    .of('AWS::CloudWatch::Alarm')
    .find(({ properties }) => properties.MetricName === 'OnFailureDestinationDeliveredEventCount');
  expect(alarm?.properties).toMatchObject({
    Namespace: 'AWS/Lambda',
    Dimensions: [{ Name: 'EventSourceMappingUUID', Value: { Ref: mapping?.id } }],
    Statistic: 'Sum',
    Period: 3600,
    EvaluationPeriods: 24,
    DatapointsToAlarm: 1,
    Threshold: 1,
    TreatMissingData: 'notBreaching',
  });
});
