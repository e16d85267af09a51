export { compilePattern, type EventPattern } from './event-pattern.ts';
export { InvalidEventPattern } from './invalid-event-pattern.ts';
export { type Rule, RuleSet } from './rule-set.ts';
