import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { LogSink } from './log.ts';

/** The few numbers worth a custom metric each; everything else is counted by AWS itself. */
type MetricName = 'DeadLetters' | 'UnknownSends' | 'HandOversWaiting' | 'PromisesBehind';

const METRIC_NAMESPACE = 'Throughline';

/** Adds to a metric of this function; written at once, as one embedded-metric line. */
export type Count = (name: MetricName, value?: number) => void;

/** Metrics of one function, on standard output in CloudWatch's embedded format, or to `sink`. */
export function createCount(serviceName: string, sink?: LogSink): Count {
  if (sink) return (name, value = 1) => sink({ metric: name, value, service: serviceName });
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName });
  return (name, value = 1) => {
    metrics.singleMetric().addMetric(name, MetricUnit.Count, value);
  };
}
