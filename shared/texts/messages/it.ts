import type { Messages } from '../parameters.ts';

export const it: Messages = {
  'receipt.sms.promised': '{company}: abbiamo ricevuto il suo messaggio e le risponderemo entro {moment}.',
  'receipt.sms.closed':
    '{company}: abbiamo ricevuto il suo messaggio. Al momento siamo chiusi; le risponderemo entro {moment}.',
  'receipt.sms.late':
    '{company}: abbiamo ricevuto il suo messaggio. La risposta tarda più di quanto promesso e ce ne scusiamo. Ce ne stiamo occupando.',
  'receipt.sms.bare': '{company}: abbiamo ricevuto il suo messaggio.',

  'receipt.email.subject': 'Abbiamo ricevuto il suo messaggio',
  'receipt.email.promised': `Buongiorno,

grazie per aver scritto a {company}. Abbiamo ricevuto il suo messaggio e le risponderemo entro:

{moment}

Il suo riferimento è {reference}. Se vuole aggiungere qualcosa, risponda semplicemente a questa e-mail. È stata inviata automaticamente.

{company}`,
  'receipt.email.closed': `Buongiorno,

grazie per aver scritto a {company}. Abbiamo ricevuto il suo messaggio. Al momento siamo chiusi; avrà la nostra risposta entro:

{moment}

Il suo riferimento è {reference}. Se vuole aggiungere qualcosa, risponda semplicemente a questa e-mail. È stata inviata automaticamente.

{company}`,
  'receipt.email.late': `Buongiorno,

grazie per aver scritto a {company}. Abbiamo ricevuto il suo messaggio. La nostra risposta sta tardando più di quanto promesso e ce ne scusiamo. Ce ne stiamo occupando.

Il suo riferimento è {reference}. Se vuole aggiungere qualcosa, risponda semplicemente a questa e-mail. È stata inviata automaticamente.

{company}`,
  'receipt.email.bare': `Buongiorno,

abbiamo ricevuto il suo messaggio. Questa e-mail è stata inviata automaticamente.

{company}`,

  'reply.email.footer': 'Può rispondere direttamente a questa e-mail. {company}',

  'survey.sms.ask':
    '{company}: è soddisfatto del nostro aiuto? Risponda con un numero da 1 (per niente) a 5 (molto), o ci dica di più: {link}',
  'survey.sms.remind':
    '{company}: ci farebbe ancora piacere la sua opinione. È soddisfatto del nostro aiuto, da 1 (per niente) a 5 (molto)? {link}',
  'survey.sms.thanks': '{company}: grazie per la sua risposta!',
  'survey.chat.ask':
    'Quanto è soddisfatto dell’aiuto di {company}? Risponda con un numero da 1 (per niente) a 5 (molto), o ci dica di più: {link}',
  'survey.chat.remind':
    'Ci farebbe ancora piacere la sua opinione: quanto è soddisfatto dell’aiuto di {company}, da 1 (per niente) a 5 (molto)? {link}',
  'survey.chat.thanks': 'Grazie per la sua risposta! Aiuta {company} a migliorare.',
  'survey.email.subject': 'Come si è trovato con {company}?',
  'survey.email.ask': `Buongiorno,

ha scritto a {company} e le abbiamo risposto. Le siamo stati d’aiuto? La aspetta un breve questionario:

{link}

Il link è valido per {days, plural, one {# giorno} many {# di giorni} other {# giorni}}. Grazie!

{company}`,
  'survey.email.remind.subject': 'Un breve promemoria: come si è trovato con {company}?',
  'survey.email.remind': `Buongiorno,

ci piacerebbe ancora sapere se le siamo stati d’aiuto. Basta un minuto:

{link}

Il link è valido ancora per {days, plural, one {# giorno} many {# di giorni} other {# giorni}}. Non lo chiederemo più.

{company}`,

  'survey.page.title': 'Come si è trovato con {company}?',
  'survey.page.intro': 'Le sue risposte vanno a {company} e ci aiutano a migliorare.',
  'survey.page.satisfaction': 'Quanto è soddisfatto del nostro aiuto?',
  'survey.page.satisfaction.low': 'Per niente soddisfatto',
  'survey.page.satisfaction.high': 'Molto soddisfatto',
  'survey.page.effort': 'Con {company} è stato facile risolvere il mio problema.',
  'survey.page.effort.low': 'Per niente d’accordo',
  'survey.page.effort.high': 'Del tutto d’accordo',
  'survey.page.recommend': 'Quanto è probabile che consigli {company} a un amico o a un collega?',
  'survey.page.recommend.low': 'Per niente probabile',
  'survey.page.recommend.high': 'Molto probabile',
  'survey.page.comment': 'Che cosa dovremmo migliorare?',
  'survey.page.optional': 'facoltativo',
  'survey.page.missing': 'Scelga una risposta, per favore.',
  'survey.page.confirm': 'Invia le mie risposte',
  'survey.page.too-long': 'Il suo commento è troppo lungo. Lo accorci, per favore.',
  'survey.page.unreadable':
    'Non siamo riusciti a leggere le sue risposte. Invii di nuovo il modulo, per favore.',
  'survey.page.failed': 'Qualcosa è andato storto da parte nostra. Riprovi tra qualche minuto, per favore.',
  'survey.page.thanks': 'Grazie! Le sue risposte sono arrivate a {company}.',
  'survey.page.answered': 'Ha già risposto a queste domande. Grazie!',
  'survey.page.expired': 'Questo link è scaduto: non è più possibile rispondere a queste domande.',
  'survey.page.wrong-link':
    'Questo link non è valido. Apra di nuovo, per intero, quello che trova nel nostro messaggio.',

  'chat.promise':
    'Di solito rispondiamo entro {minutes, plural, one {# minuto} many {# di minuti} other {# minuti}}.',
  'chat.promise.moment': 'Le risponderemo entro {moment}.',
  'chat.offline': 'Al momento siamo chiusi. Ci lasci il suo messaggio; le risponderemo entro {moment}.',
  'chat.late':
    'La nostra risposta sta tardando più di quanto promesso e ce ne scusiamo. Ce ne stiamo occupando.',
};
