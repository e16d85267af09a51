import * as z from 'zod';
import { actionKind, error, FAILED, LEADING, NEXT, type TransitionRules } from '../action-kind.ts';
import type { FlowRun } from '../flow-run.ts';
import { isE164, knowsCountry, localToE164 } from '../phone-numbers.ts';
import { say, saying, sayingsIn } from './said.ts';

const KEYS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'];

/** Between two keys, where the flow says nothing. */
const BETWEEN_KEYS_SECONDS = 5;

const phoneNumber = z.strictObject({
  NumberFormat: z.enum(['Local', 'E164']),
  CountryCode: z.string().length(2).optional(),
});

const parameters = z.strictObject({
  ...saying,
  InputTimeLimitSeconds: z.coerce.number().int().min(1).max(180),
  StoreInput: z.enum(['True', 'False']),
  InputValidation: z
    .strictObject({
      PhoneNumberValidation: phoneNumber.optional(),
      CustomValidation: z.strictObject({ MaximumLength: z.coerce.number().int().min(1).max(20) }).optional(),
    })
    .optional(),
  DTMFConfiguration: z
    .strictObject({
      InputTerminationSequence: z.string().min(1).max(5).optional(),
      DisableCancelKey: z.enum(['True', 'False']).default('False'),
      InterdigitTimeLimitSeconds: z.coerce.number().int().min(1).max(20).optional(),
    })
    .optional(),
});

type Parameters = z.output<typeof parameters>;

function transitions({ StoreInput, InputValidation }: Parameters): TransitionRules {
  if (StoreInput === 'True') {
    const phone = InputValidation?.PhoneNumberValidation ? ['InvalidPhoneNumber'] : [];
    return { next: 'required', required: ['NoMatchingError', ...phone] };
  }
  return {
    next: 'required',
    required: ['InputTimeLimitExceeded', 'NoMatchingCondition', 'NoMatchingError'],
    conditions: { operators: ['Equals'], operands: KEYS },
  };
}

function mistake({ StoreInput, InputValidation, ...rest }: Parameters): string | undefined {
  if (sayingsIn(rest) > 1) return 'needs at most one of Text, SSML, PromptId';
  if (StoreInput === 'False') {
    return InputValidation ? 'must not have InputValidation where StoreInput is False' : undefined;
  }
  const { PhoneNumberValidation: phone, CustomValidation: custom } = InputValidation ?? {};
  if ((phone === undefined) === (custom === undefined))
    return 'needs InputValidation with PhoneNumberValidation or CustomValidation where StoreInput is True';
  if (phone?.NumberFormat === 'Local' && !knowsCountry(phone.CountryCode))
    return `has a CountryCode whose calling code the local Connect does not know: ${phone.CountryCode}`;
  return undefined;
}

const getParticipantInput = actionKind({
  type: 'GetParticipantInput',
  parameters,
  legalIn: LEADING,
  transitions,
  mistake,
  run(given, run) {
    if (!run.contact.onLine) return FAILED;
    // Keys may be pressed while the prompt is still heard; the time limit begins after it.
    const till = say(given, run) + given.InputTimeLimitSeconds * 1_000;
    if (given.StoreInput === 'False') choose(run, till);
    else store(given, run, till);
    return undefined;
  },
});

function choose(run: FlowRun, tillMs: number): void {
  run.after(tillMs, () => run.resume(error('InputTimeLimitExceeded')));
  run.onKey = (key) => run.resume({ to: 'condition', value: key });
}

function store({ InputValidation, DTMFConfiguration }: Parameters, run: FlowRun, tillMs: number): void {
  const phone = InputValidation?.PhoneNumberValidation;
  // A phone number has at most fifteen digits.
  const maximum = InputValidation?.CustomValidation?.MaximumLength ?? 15;
  const end = DTMFConfiguration?.InputTerminationSequence ?? '#';
  const between = DTMFConfiguration?.InterdigitTimeLimitSeconds ?? BETWEEN_KEYS_SECONDS;
  const canCancel = DTMFConfiguration?.DisableCancelKey !== 'True';
  let typed = '';
  let keys = 0;
  const finish = (digits: string) => {
    const stored = phone ? normalised(digits, phone) : digits;
    run.contact.storedInput = stored ?? digits;
    run.resume(stored === undefined ? error('InvalidPhoneNumber') : NEXT);
  };
  run.after(tillMs, () => {
    if (keys > 0) return;
    run.contact.storedInput = 'Timeout';
    run.resume(NEXT);
  });
  run.onKey = (key) => {
    const count = ++keys;
    typed = key === '*' && canCancel ? '' : typed + key;
    if (typed.endsWith(end)) return finish(typed.slice(0, -end.length));
    if (typed.length >= maximum) return finish(typed);
    run.after(between * 1_000, () => {
      if (keys === count) finish(typed);
    });
  };
}

function normalised(digits: string, format: z.output<typeof phoneNumber>): string | undefined {
  if (format.NumberFormat === 'Local') return localToE164(digits, format.CountryCode ?? '');
  return isE164(`+${digits}`) ? `+${digits}` : undefined;
}

export const inputActions = [getParticipantInput];
