import { targetsOf } from '../actions/rendered.ts';
import { type Action, type FlowType, named } from './flow-document.ts';

export interface Ways {
  readonly start: string;
  readonly actions: readonly Action[];
  readonly type: FlowType;
  readonly endings: readonly string[];
}

/** Where the ways through a flow lead: nowhere, round in circles, away from everybody, or into a silence. */
export const wayFindings = (ways: Ways): string[] => {
  const lost = missingTargets(ways);
  // What follows walks the ways, so they must be there.
  return lost.length > 0
    ? lost
    : [...deadEnds(ways), ...circles(ways), ...customersSentAway(ways), ...longSilences(ways)];
};

/** Lambda calls in a row may take so many seconds altogether, unless a prompt is played between them. */
const MOST_SECONDS_OF_LAMBDA = 20;

const ENDS = ['DisconnectParticipant', 'EndFlowExecution', 'TransferContactToQueue'];
/** The contact is where an agent takes it from, or comes back to it: nothing need follow. */
const WAITS_FOR_AN_AGENT = 'MessageParticipantIteratively';
/** Actions that take their time, so that a circle through one of them does not spin. */
const TAKE_TIME = ['MessageParticipant', WAITS_FOR_AN_AGENT, 'GetParticipantInput', 'Wait'];

const missingTargets = ({ start, actions }: Ways): string[] => {
  const known = new Set(actions.map(({ Identifier }) => Identifier));
  return [
    ...(known.has(start) ? [] : [`The flow starts at "${start}", which is not there.`]),
    ...actions.flatMap((action) =>
      targetsOf(action.Transitions)
        .filter((target) => !known.has(target))
        .map((target) => `${named(action)} goes on to "${target}", which is not there.`),
    ),
  ];
};

const deadEnds = ({ start, actions }: Ways): string[] => {
  const forward = new Map(actions.map((action) => [action.Identifier, targetsOf(action.Transitions)]));
  const reached = closure([start], (at) => forward.get(at) ?? []);
  const goals = actions.filter(({ Type }) => ENDS.includes(Type) || Type === WAITS_FOR_AN_AGENT);
  const ending = closure(
    goals.map(({ Identifier }) => Identifier),
    (at) => actions.filter(({ Transitions }) => targetsOf(Transitions).includes(at)).map(idOf),
  );
  return actions.flatMap((action) => {
    if (!reached.has(action.Identifier)) return [`${named(action)} is never reached.`];
    return ending.has(action.Identifier) ? [] : [`${named(action)} is on a way that never ends.`];
  });
};

/** Before the queue a caller goes round only as often as a Loop counts; in it, only where it takes time. */
const circles = ({ actions, type }: Ways): string[] => {
  const breaks = type === 'CONTACT_FLOW' ? ['Loop'] : ['Loop', ...TAKE_TIME];
  const left = actions.filter(({ Type }) => !breaks.includes(Type));
  const circle = circleIn(left);
  if (!circle) return [];
  const what = type === 'CONTACT_FLOW' ? 'without a Loop that counts' : 'without taking time';
  return [`The flow goes in circles ${what}: ${circle.join(' → ')}.`];
};

const customersSentAway = ({ actions, type, endings }: Ways): string[] => {
  const ended = actions.filter(({ Type }) => Type === 'DisconnectParticipant');
  return [
    ...ended
      .filter(({ Identifier }) => !endings.includes(Identifier))
      .map((action) => `${named(action)} sends customers away who have reached nobody.`),
    ...(type === 'CONTACT_FLOW' && !actions.some(({ Type }) => Type === 'TransferContactToQueue')
      ? ['No way of the flow leads into a queue.']
      : []),
  ];
};

/** The longest row of Lambda calls up to each action; rows end where a prompt is played. */
const longSilences = ({ actions }: Ways): string[] => {
  const silent = actions.filter(({ Type }) => Type !== 'MessageParticipant');
  const seconds = new Map(silent.map((action) => [action.Identifier, secondsOf(action)]));
  const longest = new Map(seconds);
  // A circle with a call in it grows until it is too long; every other row is found within so many rounds.
  for (let round = 0; round < silent.length; round += 1) {
    for (const { Identifier, Transitions } of silent) {
      for (const target of targetsOf(Transitions).filter((id) => longest.has(id))) {
        const sum = (longest.get(Identifier) ?? 0) + (seconds.get(target) ?? 0);
        longest.set(target, Math.max(longest.get(target) ?? 0, Math.min(sum, MOST_SECONDS_OF_LAMBDA + 1)));
      }
    }
  }
  return silent
    .filter(({ Type, Identifier }) => {
      return Type === LAMBDA && (longest.get(Identifier) ?? 0) > MOST_SECONDS_OF_LAMBDA;
    })
    .map((action) => {
      return `${named(action)} may end a row of calls of more than ${MOST_SECONDS_OF_LAMBDA} seconds without a prompt.`;
    });
};

const LAMBDA = 'InvokeLambdaFunction';

const secondsOf = ({ Type, Parameters }: Action): number =>
  Type === LAMBDA ? Number(Parameters.InvocationTimeLimitSeconds) : 0;

const idOf = ({ Identifier }: Action): string => Identifier;

const closure = (from: readonly string[], next: (at: string) => readonly string[]): Set<string> => {
  const seen = new Set<string>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...next(at));
  }
  return seen;
};

const circleIn = (actions: readonly Action[]): readonly string[] | undefined => {
  const byId = new Map(actions.map((action) => [action.Identifier, action]));
  const done = new Set<string>();
  const visit = (id: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
    const action = byId.get(id);
    if (!action || done.has(id)) return undefined;
    for (const target of targetsOf(action.Transitions)) {
      const circle = visit(target, [...way, id]);
      if (circle) return circle;
    }
    done.add(id);
    return undefined;
  };
  for (const { Identifier } of actions) {
    const circle = visit(Identifier, []);
    if (circle) return circle;
  }
  return undefined;
};
