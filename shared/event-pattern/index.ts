export { compilePattern, type EventPattern } from './event-pattern.ts';
export { InvalidEventPattern } from './invalid-event-pattern.ts';
