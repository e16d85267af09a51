/** What a word sent to a number does. */
export interface Keyword {
  readonly keyword: string;
  readonly action: 'AUTOMATIC_RESPONSE' | 'OPT_IN' | 'OPT_OUT';
  readonly message: string;
}

/** A number of the template. */
export interface PhoneNumber {
  readonly id: string;
  readonly arn: string;
  /** E.164. */
  readonly phoneNumber: string;
  readonly isoCountryCode: string;
  readonly numberType: 'SHORT_CODE' | 'LONG_CODE' | 'TOLL_FREE' | 'TEN_DLC' | 'SIMULATOR';
  readonly capabilities: readonly string[];
  readonly optOutListName: string;
  readonly selfManagedOptOuts: boolean;
  readonly deletionProtection: boolean;
  readonly keywords: readonly Keyword[];
  /** Where inbound messages go; undefined when the number only sends. */
  readonly twoWay: { readonly channelArn: string; readonly channelRole?: string | undefined } | undefined;
  readonly createdAt: number;
}

/** Numbers that send as one. */
export interface Pool {
  readonly id: string;
  readonly arn: string;
  readonly numbers: readonly PhoneNumber[];
}

export interface EventDestination {
  readonly name: string;
  readonly enabled: boolean;
  readonly matchingEventTypes: readonly string[];
  readonly topicArn: string;
}

export interface ConfigurationSet {
  readonly name: string;
  readonly arn: string;
  readonly eventDestinations: readonly EventDestination[];
}

/** E.164 as the API takes it; the plus may be missing. */
export const E164 = /^\+?[1-9][0-9]{1,18}$/;

/** One spelling of a number, so that lists compare. */
export const withPlus = (number: string): string => (number.startsWith('+') ? number : `+${number}`);

/** Words on which AWS opts a number out. Source: End User Messaging SMS guide, "Required opt-out keywords". */
const OPT_OUT_WORDS = 'ARRET CANCEL END OPT-OUT OPTOUT QUIT REMOVE STOP TD UNSUBSCRIBE'.split(' ');
const TOLL_FREE_OPT_IN_WORDS = ['START', 'UNSTOP'];

/**
 * The keyword that a text is, with what it does. The guide says that a text which begins with a keyword counts; taken by
 * the letter, "End of the week is fine" would opt a customer out. Here the keyword must stand alone, which is unverified.
 */
export function keywordIn(number: PhoneNumber, text: string): Keyword | undefined {
  const word = text
    .trim()
    .replace(/[.!]+$/, '')
    .toUpperCase();
  const own = number.keywords.find(({ keyword }) => keyword.toUpperCase() === word);
  if (own) return own;
  const stop = number.keywords.find(({ keyword }) => keyword === 'STOP');
  if (number.numberType !== 'TOLL_FREE' && OPT_OUT_WORDS.includes(word)) {
    return { keyword: word, action: 'OPT_OUT', message: stop?.message ?? '' };
  }
  // Carriers run the opt-outs of US toll-free numbers; they know two words to come back.
  if (number.numberType === 'TOLL_FREE' && TOLL_FREE_OPT_IN_WORDS.includes(word)) {
    return {
      keyword: word,
      action: 'OPT_IN',
      message: 'You have been re-subscribed and can receive messages again.',
    };
  }
  return undefined;
}
