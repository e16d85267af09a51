/**
 * Every text a customer reads, and what may stand in it. A platform team replaces any of them in `throughline.config.ts`
 * under `texts`; each language must have all of them, with all their parameters.
 *
 * `company` is the company's name, `moment` a written-out time with its zone, `link` an address, `reference` the case's
 * id, `days` and `minutes` numbers.
 */
export const TEXT_PARAMETERS = {
  /** The receipt of an SMS: with the promised moment. */
  'receipt.sms.promised': ['company', 'moment'],
  /** The same while nobody is there: the answer comes after opening. */
  'receipt.sms.closed': ['company', 'moment'],
  /** The promise of an earlier message is broken: no new one is made. */
  'receipt.sms.late': ['company'],

  /** To a sender who is not proven: says nothing about anybody. */
  'receipt.sms.bare': ['company'],

  /** Subject of the receipt of a mail that has none. */
  'receipt.email.subject': [],
  'receipt.email.promised': ['company', 'moment', 'reference'],
  'receipt.email.closed': ['company', 'moment', 'reference'],
  'receipt.email.late': ['company', 'reference'],
  /** To a sender who is not proven: says nothing about anybody. */
  'receipt.email.bare': ['company'],

  /** Under an agent's answer by mail. */
  'reply.email.footer': ['company'],

  /** Asks to answer with a number or to open the page. */
  'survey.sms.ask': ['company', 'link'],
  'survey.sms.remind': ['company', 'link'],
  'survey.sms.thanks': ['company'],
  'survey.chat.ask': ['company', 'link'],
  'survey.chat.remind': ['company', 'link'],
  'survey.chat.thanks': ['company'],
  'survey.email.subject': ['company'],
  'survey.email.ask': ['company', 'link', 'days'],
  'survey.email.remind.subject': ['company'],
  'survey.email.remind': ['company', 'link', 'days'],

  'survey.page.title': ['company'],
  'survey.page.intro': ['company'],
  'survey.page.satisfaction': [],
  'survey.page.satisfaction.low': [],
  'survey.page.satisfaction.high': [],
  'survey.page.effort': ['company'],
  'survey.page.effort.low': [],
  'survey.page.effort.high': [],
  'survey.page.recommend': ['company'],
  'survey.page.recommend.low': [],
  'survey.page.recommend.high': [],
  'survey.page.comment': [],
  'survey.page.optional': [],
  'survey.page.missing': [],
  'survey.page.confirm': [],
  'survey.page.too-long': [],
  'survey.page.unreadable': [],
  /** Something broke: the same form can be sent again later. */
  'survey.page.failed': [],
  'survey.page.thanks': ['company'],
  'survey.page.answered': [],
  'survey.page.expired': [],
  'survey.page.wrong-link': [],

  /** What the window of the chat says about when an answer comes. */
  'chat.promise': ['minutes'],
  /** The same when it takes longer than can be said in minutes. */
  'chat.promise.moment': ['moment'],
  'chat.offline': ['moment'],
  'chat.late': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type TextKey = keyof typeof TEXT_PARAMETERS;

/** The texts of one language, as ICU messages. */
export type Messages = Readonly<Record<TextKey, string>>;
