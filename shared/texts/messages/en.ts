import type { Messages } from '../parameters.ts';

export const en: Messages = {
  'receipt.sms.promised': '{company}: we have your message and will answer by {moment}.',
  'receipt.sms.closed':
    '{company}: we have your message. We are closed right now and will answer by {moment}.',
  'receipt.sms.late':
    '{company}: we have your message. Our answer is taking longer than promised, and we are sorry. We are working on it.',
  'receipt.sms.bare': '{company}: we have received your message.',

  'receipt.email.subject': 'We have received your message',
  'receipt.email.promised': `Hello,

thank you for writing to {company}. We have received your message and will answer by:

{moment}

Your reference is {reference}. If you want to add something, simply answer this e-mail. It was sent automatically.

{company}`,
  'receipt.email.closed': `Hello,

thank you for writing to {company}. We have received your message. We are closed right now; you will have our answer by:

{moment}

Your reference is {reference}. If you want to add something, simply answer this e-mail. It was sent automatically.

{company}`,
  'receipt.email.late': `Hello,

thank you for writing to {company}. We have received your message. Our answer is taking longer than we promised, and we are sorry. We are working on it.

Your reference is {reference}. If you want to add something, simply answer this e-mail. It was sent automatically.

{company}`,
  'receipt.email.bare': `Hello,

we have received your message. This e-mail was sent automatically.

{company}`,

  'reply.email.footer': 'You can simply answer this e-mail. {company}',

  'survey.sms.ask':
    '{company}: how satisfied are you with our help? Answer with a number from 1 (not at all) to 5 (very), or tell us more: {link}',
  'survey.sms.remind':
    '{company}: we would still like to hear from you. Were you satisfied with our help, from 1 (not at all) to 5 (very)? {link}',
  'survey.sms.thanks': '{company}: thank you for your answer!',
  'survey.chat.ask':
    'How satisfied are you with the help of {company}? Answer with a number from 1 (not at all) to 5 (very), or tell us more: {link}',
  'survey.chat.remind':
    'We would still like to hear from you: how satisfied are you with the help of {company}, from 1 (not at all) to 5 (very)? {link}',
  'survey.chat.thanks': 'Thank you for your answer! It helps {company} to do better.',
  'survey.email.subject': 'How did {company} do?',
  'survey.email.ask': `Hello,

you wrote to {company} and we answered. Did we help you? A short survey waits for you here:

{link}

The link works for {days, plural, one {# day} other {# days}}. Thank you!

{company}`,
  'survey.email.remind.subject': 'A short reminder: how did {company} do?',
  'survey.email.remind': `Hello,

we would still like to know whether we helped you. It takes a minute:

{link}

The link works for {days, plural, one {# more day} other {# more days}}. We will not ask again.

{company}`,

  'survey.page.title': 'How did {company} do?',
  'survey.page.intro': 'Your answers go to {company} and help us to do better.',
  'survey.page.satisfaction': 'How satisfied are you with our help?',
  'survey.page.satisfaction.low': 'Not at all satisfied',
  'survey.page.satisfaction.high': 'Very satisfied',
  'survey.page.effort': '{company} made it easy for me to solve my problem.',
  'survey.page.effort.low': 'Strongly disagree',
  'survey.page.effort.high': 'Strongly agree',
  'survey.page.recommend': 'How likely are you to recommend {company} to a friend or colleague?',
  'survey.page.recommend.low': 'Not at all likely',
  'survey.page.recommend.high': 'Extremely likely',
  'survey.page.comment': 'What should we do better?',
  'survey.page.optional': 'optional',
  'survey.page.missing': 'Please choose an answer.',
  'survey.page.confirm': 'Send my answers',
  'survey.page.too-long': 'Your comment is too long. Please shorten it.',
  'survey.page.unreadable': 'We could not read your answers. Please send the form again.',
  'survey.page.failed': 'Something went wrong on our side. Please try again in a few minutes.',
  'survey.page.thanks': 'Thank you! Your answers have reached {company}.',
  'survey.page.answered': 'You have answered these questions already. Thank you!',
  'survey.page.expired': 'This link has expired, so these questions can no longer be answered.',
  'survey.page.wrong-link': 'This link is not valid. Please open the one from our message again, in full.',

  'chat.promise': 'We usually answer within {minutes, plural, one {# minute} other {# minutes}}.',
  'chat.promise.moment': 'We will answer by {moment}.',
  'chat.offline': 'We are closed right now. Leave us your message; we will answer by {moment}.',
  'chat.late': 'Our answer is taking longer than we promised, and we are sorry. We are working on it.',
};
