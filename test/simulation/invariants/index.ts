import type { Ending } from '../ending.ts';
import {
  answeredOnce,
  onlyTheHolderAnswers,
  receiptsAreRare,
  sentAsRecorded,
  whoClaimed,
} from './answered.ts';
import { joinedByTheRules, oneCaseOfOneBeginning, openCasesListed, versionsWithoutGap } from './joined.ts';
import { nothingPersonal } from './private.ts';
import { brokenWhenItWas, nonePassedInSilence } from './promised.ts';
import { arrivalsWithoutGap, garbageIsKept, recordedOnce } from './recorded.ts';
import { handedOverOnce, routedWhenOpen, workListComplete } from './routed.ts';
import { nothingLeft, postsAreKept, toldWhatHappened } from './told.ts';

/** A sentence for each breach of one rule; none when it held. */
export type Invariant = (ending: Ending) => string[];

/** What must hold after every seed, by its quality bar. */
const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'R1 every message of a provider is one interaction': recordedOnce,
  'R1 the arrivals of a case are numbered without gap': arrivalsWithoutGap,
  'R1 what is no message is a dead letter with a reason': garbageIsKept,
  'R1 no change of a case is lost': versionsWithoutGap,
  'R2 every message went where the joining rules send it': joinedByTheRules,
  'R2 one beginning makes one case': oneCaseOfOneBeginning,
  'R2 the profile lists the open cases': openCasesListed,
  'R4 what was committed was told, and nothing else': toldWhatHappened,
  'R4 nothing is left on the way': nothingLeft,
  'R4 what an agent was told is saved is there': postsAreKept,
  'R4 every open case is routed': routedWhenOpen,
  'R4 every route is one task': handedOverOnce,
  'R4 the work list shows every open case': workListComplete,
  'R5 no answer leaves twice': answeredOnce,
  'R5 a message gets one receipt, a phone one an hour': receiptsAreRare,
  'R5 what is recorded of a reply is what became of it': sentAsRecorded,
  'R5 only the holder of a claim answers, and the newest arrival': onlyTheHolderAnswers,
  'R5 a case is claimed by one agent at a time': whoClaimed,
  'R8 a promise is announced broken when it was': brokenWhenItWas,
  'R8 no promise passes in silence': nonePassedInSilence,
  'SEC9 no number and no text in a log line or an event': nothingPersonal,
};

/** `R1 …: sentence` for every breach. */
export function breachesOf(ending: Ending): string[] {
  return Object.entries(INVARIANTS).flatMap(([name, invariant]) =>
    invariant(ending).map((sentence) => `${name}: ${sentence}`),
  );
}
