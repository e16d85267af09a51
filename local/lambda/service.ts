import type { Cloud, LambdaHost } from '../core/cloud.ts';
import { parseProperties } from '../core/properties.ts';
import { AwsError, type AwsService, type ResourceKind } from '../core/service.ts';
import { AsynchronousInvocations, eventInvokeProperties } from './asynchronous.ts';
import type { StartEnvironment } from './environment.ts';
import { FunctionHost, type LogLine } from './function-host.ts';
import { readFunction } from './function-kind.ts';
import { InProcessEnvironment } from './in-process-environment.ts';
import { readMapping } from './mapping-kind.ts';
import { type FindFunction, lambdaOperations, lambdaProtocol, type RunningFunction } from './operations.ts';
import { permissionProperties, statement } from './permission.ts';
import { QueuePoller } from './queue-poller.ts';
import { StreamPoller } from './stream-poller.ts';
import { assertTarget } from './targets.ts';
import { WorkerEnvironment } from './worker-environment.ts';

/** The Lambda of a local cloud, with what tests and the console read beside the API. */
export interface LambdaService extends AwsService {
  readonly lambdaHost: LambdaHost;
  /** What a function wrote (all functions when no name is given), oldest first; not kept for in-process functions. */
  logs(functionName?: string): readonly LogLine[];
}

interface Mapping {
  readonly sourceArn: string;
  readonly poller: QueuePoller | StreamPoller;
}

/** @returns the Lambda service; with `settings.loadFunction` functions run in this process, otherwise in workers */
export function createLambda(): LambdaService {
  const functions = new Map<string, RunningFunction>();
  const policies = new Map<string, object[]>();
  let mappings: Mapping[] = [];

  let stopped = false;

  /** One function after the other, so that the machine stays free for whoever has begun to use it. */
  async function warmAll(): Promise<void> {
    for (const { host } of all()) if (!stopped) await host.warm();
  }

  const find: FindFunction = (name) => {
    const found = functions.get(nameIn(name));
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404, { Type: 'User' });
  };
  const all = () => [...functions.values()];

  const makeFunction: ResourceKind = {
    create(request) {
      const configuration = readFunction(request);
      const { name, arn } = configuration.description;
      if (configuration.deadLetterArn)
        assertTarget(`AWS::Lambda::Function ${name}`, configuration.deadLetterArn);
      const host = new FunctionHost(request.cloud, configuration, environmentsOf(request.cloud));
      functions.set(name, { host, asynchronous: new AsynchronousInvocations(request.cloud, host) });
      return { ref: name, attributes: { Arn: arn } };
    },
  };

  const makePermission: ResourceKind = {
    create(request) {
      const permission = parseProperties('AWS::Lambda::Permission', request, permissionProperties);
      const { arn } = find(permission.FunctionName).host.configuration.description;
      policies.set(arn, [...(policies.get(arn) ?? []), statement(request.logicalId, arn, permission)]);
      return { ref: request.logicalId, attributes: {} };
    },
  };

  const makeEventInvokeConfig: ResourceKind = {
    create(request) {
      const type = 'AWS::Lambda::EventInvokeConfig';
      const {
        FunctionName,
        Qualifier: _,
        ...configuration
      } = parseProperties(type, request, eventInvokeProperties);
      for (const target of Object.values(configuration.DestinationConfig ?? {})) {
        if (target) assertTarget(`${type} ${request.stackName}/${request.logicalId}`, target.Destination);
      }
      find(FunctionName).asynchronous.configuration = configuration;
      return { ref: request.logicalId, attributes: {} };
    },
  };

  const makeMapping: ResourceKind = {
    create(request) {
      const { cloud } = request;
      const mapping = readMapping(request);
      const { host } = find(mapping.functionName);
      const poller =
        mapping.kind === 'queue'
          ? new QueuePoller(cloud, host, mapping)
          : new StreamPoller(cloud, host, mapping);
      if (mapping.enabled) mappings.push({ sourceArn: mapping.sourceArn, poller });
      return { ref: mapping.uuid, attributes: { Id: mapping.uuid } };
    },
  };

  return {
    name: 'lambda',
    protocol: lambdaProtocol,
    operations: lambdaOperations(find, all),
    resources: {
      'AWS::Lambda::Function': makeFunction,
      'AWS::Lambda::Permission': makePermission,
      'AWS::Lambda::EventInvokeConfig': makeEventInvokeConfig,
      'AWS::Lambda::EventSourceMapping': makeMapping,
    },
    lambdaHost: {
      invoke: (functionArn, event) => find(functionArn).host.run(event),
      crash(invocationId) {
        all().some(({ host }) => host.crash(invocationId));
      },
    },
    resourcePolicy(arn) {
      const Statement = policies.get(arn);
      return Statement && { Version: '2012-10-17', Statement };
    },
    logs: (name) =>
      all()
        .filter(({ host }) => name === undefined || host.configuration.description.name === name)
        .flatMap(({ host }) => host.logs)
        .sort((a, b) => a.at - b.at),
    async ready(cloud) {
      for (const { sourceArn, poller } of mappings) {
        if (poller instanceof StreamPoller) await poller.open();
        const source = cloud.services.get(sourceArn.split(':')[2] ?? '');
        if (!source?.watch)
          throw new Error(`Nothing can be read from ${sourceArn}: its service tells no news.`);
        source.watch(sourceArn, (shardId) => {
          if (poller instanceof StreamPoller) poller.wake(shardId);
          else poller.wake();
        });
        poller.wake();
      }
      if (cloud.settings.mode === 'live' && !cloud.settings.loadFunction) void warmAll();
    },
    stop() {
      stopped = true;
      for (const { host } of all()) host.stop();
      for (const { poller } of mappings) poller.reset();
      mappings = [];
    },
    reset() {
      for (const { host, asynchronous } of all()) {
        host.stop();
        asynchronous.reset();
      }
      // What they read from is empty now; its next message is news.
      for (const { poller } of mappings) poller.reset();
    },
  };
}

const environmentsOf = (cloud: Cloud): StartEnvironment =>
  cloud.settings.loadFunction
    ? (request) => new InProcessEnvironment(request)
    : (request) => new WorkerEnvironment(request);

/** `arn:aws:lambda:eu-west-1:123456789012:function:name:$LATEST` or `name:$LATEST` → `name` */
function nameIn(nameOrArn: string): string {
  const parts = nameOrArn.split(':');
  return (parts[0] === 'arn' ? parts[6] : parts[0]) ?? nameOrArn;
}
