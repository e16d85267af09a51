import type { Ending } from '../ending.ts';
import {
  answeredOnce,
  onlyTheHolderAnswers,
  receiptsAreRare,
  sentAsRecorded,
  whoClaimed,
} from './answered.ts';
import { machinesGetNoReceipt, noLoop } from './automatic.ts';
import { joinedByTheRules, oneCaseOfOneBeginning, openCasesListed, versionsWithoutGap } from './joined.ts';
import { nothingPersonal } from './private.ts';
import { brokenWhenItWas, nonePassedInSilence, promisedByTheHours } from './promised.ts';
import { provenOnly } from './proven.ts';
import { arrivalsWithoutGap, garbageIsKept, recordedOnce, shownOnce } from './recorded.ts';
import { handedOverOnce, routedWhenOpen, workListComplete } from './routed.ts';
import { answersKept, askedRarely, remindedOnce, surveysFinish, surveysTrue } from './surveyed.ts';
import { nothingLeft, postsAreKept, toldWhatHappened } from './told.ts';

/** A sentence for each breach of one rule; none when it held. */
export type Invariant = (ending: Ending) => string[];

/** What must hold after every seed, by its quality bar. */
const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'R1 every message of a provider is one interaction': recordedOnce,
  'R1 a visitor is shown every message once': shownOnce,
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
  'R5 a message gets one receipt, an address one an hour': receiptsAreRare,
  'R5 what is recorded of a reply is what became of it': sentAsRecorded,
  'R5 only the holder of a claim answers, and the newest arrival': onlyTheHolderAnswers,
  'R5 a case is claimed by one agent at a time': whoClaimed,
  'R5 a person is asked once in the period, by day, about what stands': askedRarely,
  'R5 a survey is one question, one reminder and one thank you': remindedOnce,
  'R4 a survey is what became of it': surveysTrue,
  'R4 an answer that was taken is counted': answersKept,
  'R4 a resolution is followed up, and no workflow is left': surveysFinish,
  'R8 a promise keeps to the hours': promisedByTheHours,
  'R8 a promise is announced broken when it was': brokenWhenItWas,
  'R8 no promise passes in silence': nonePassedInSilence,
  'SEC2 only proven mail is a customer’s own': provenOnly,
  'SEC5 machines and forgers get no receipt': machinesGetNoReceipt,
  'SEC5 machines that answer each other come to an end': noLoop,
  'SEC9 no number, address or text in a log line, an event or an execution': nothingPersonal,
};

/** `R1 …: sentence` for every breach. */
export function breachesOf(ending: Ending): string[] {
  return Object.entries(INVARIANTS).flatMap(([name, invariant]) =>
    invariant(ending).map((sentence) => `${name}: ${sentence}`),
  );
}
