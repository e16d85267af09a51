import type { Messages } from '../parameters.ts';

/** Belarusian. Moments stand in the nominative, after a colon or a dash: that is how `Intl` writes their weekdays. */
export const be: Messages = {
  'receipt.sms.promised': '{company}: мы атрымалі Ваша паведамленне. Адкажам не пазней: {moment}.',
  'receipt.sms.closed':
    '{company}: мы атрымалі Ваша паведамленне. Зараз мы зачынены. Адкажам не пазней: {moment}.',
  'receipt.sms.late':
    '{company}: паведамленне атрымалі. Адказ затрымліваецца даўжэй, чым мы абяцалі. Прабачце, мы над ім працуем.',
  'receipt.sms.bare': '{company}: мы атрымалі Ваша паведамленне.',

  'receipt.email.subject': 'Мы атрымалі Ваша паведамленне',
  'receipt.email.promised': `Добры дзень!

Дзякуй, што напісалі ў {company}. Мы атрымалі Ваша паведамленне і адкажам не пазней:

{moment}

Нумар Вашага звароту: {reference}. Калі хочаце нешта дадаць, проста адкажыце на гэты ліст. Ён адпраўлены аўтаматычна.

{company}`,
  'receipt.email.closed': `Добры дзень!

Дзякуй, што напісалі ў {company}. Мы атрымалі Ваша паведамленне. Зараз мы зачынены; Вы атрымаеце наш адказ не пазней:

{moment}

Нумар Вашага звароту: {reference}. Калі хочаце нешта дадаць, проста адкажыце на гэты ліст. Ён адпраўлены аўтаматычна.

{company}`,
  'receipt.email.late': `Добры дзень!

Дзякуй, што напісалі ў {company}. Мы атрымалі Ваша паведамленне. Наш адказ затрымліваецца даўжэй, чым мы абяцалі; прабачце нам. Мы над ім працуем.

Нумар Вашага звароту: {reference}. Калі хочаце нешта дадаць, проста адкажыце на гэты ліст. Ён адпраўлены аўтаматычна.

{company}`,
  'receipt.email.bare': `Добры дзень!

Мы атрымалі Ваша паведамленне. Гэты ліст адпраўлены аўтаматычна.

{company}`,

  'reply.email.footer': 'Вы можаце проста адказаць на гэты ліст. {company}',

  'survey.sms.ask':
    '{company}: ці задаволены Вы нашай дапамогай? Адкажыце лічбай ад 1 (зусім не) да 5 (цалкам) або тут: {link}',
  'survey.sms.remind':
    '{company}: нам усё яшчэ важна Ваша думка. Ці задаволены Вы дапамогай, ад 1 (не) да 5 (цалкам)? {link}',
  'survey.sms.thanks': '{company}: дзякуй за Ваш адказ!',
  'survey.chat.ask':
    'Наколькі Вы задаволены дапамогай {company}? Адкажыце лічбай ад 1 (зусім не) да 5 (цалкам) або раскажыце больш: {link}',
  'survey.chat.remind':
    'Нам усё яшчэ важна Ваша думка: наколькі Вы задаволены дапамогай {company}, ад 1 (зусім не) да 5 (цалкам)? {link}',
  'survey.chat.thanks': 'Дзякуй за Ваш адказ! Ён дапамагае {company} працаваць лепш.',
  'survey.email.subject': 'Ці дапамаглі Вам у {company}?',
  'survey.email.ask': `Добры дзень!

Вы пісалі ў {company}, і мы адказалі. Ці дапамаглі мы Вам? Вас чакаюць тры кароткія пытанні:

{link}

Спасылка дзейнічае {days, plural, one {# дзень} few {# дні} many {# дзён} other {# дня}}. Дзякуй!

{company}`,
  'survey.email.remind.subject': 'Кароткі напамін: ці дапамаглі Вам у {company}?',
  'survey.email.remind': `Добры дзень!

Нам усё яшчэ хочацца ведаць, ці дапамаглі мы Вам. Гэта зойме хвіліну:

{link}

Спасылка дзейнічае яшчэ {days, plural, one {# дзень} few {# дні} many {# дзён} other {# дня}}. Больш мы пытацца не будзем.

{company}`,

  'survey.page.title': 'Ці дапамаглі Вам у {company}?',
  'survey.page.intro': 'Вашы адказы атрымае {company}; яны дапамогуць нам працаваць лепш.',
  'survey.page.satisfaction': 'Наколькі Вы задаволены нашай дапамогай?',
  'survey.page.satisfaction.low': 'Зусім не задаволены',
  'survey.page.satisfaction.high': 'Цалкам задаволены',
  'survey.page.effort': 'Вырашыць маю праблему з {company} было лёгка.',
  'survey.page.effort.low': 'Зусім не згодны',
  'survey.page.effort.high': 'Цалкам згодны',
  'survey.page.recommend': 'Наколькі верагодна, што Вы параіце {company} сябру або калегу?',
  'survey.page.recommend.low': 'Зусім не верагодна',
  'survey.page.recommend.high': 'Вельмі верагодна',
  'survey.page.comment': 'Што нам палепшыць?',
  'survey.page.optional': 'неабавязкова',
  'survey.page.missing': 'Калі ласка, выберыце адказ.',
  'survey.page.confirm': 'Адправіць мае адказы',
  'survey.page.thanks': 'Дзякуй! Вашы адказы атрымала {company}.',
  'survey.page.answered': 'Вы ўжо адказалі на гэтыя пытанні. Дзякуй!',
  'survey.page.expired': 'Тэрмін дзеяння гэтай спасылкі скончыўся, таму адказаць на пытанні ўжо нельга.',
  'survey.page.wrong-link':
    'Гэта спасылка несапраўдная. Калі ласка, адкрыйце яшчэ раз спасылку з нашага паведамлення, цалкам.',

  'chat.promise':
    'Звычайна мы адказваем на працягу {minutes, plural, one {# хвіліны} few {# хвілін} many {# хвілін} other {# хвіліны}}.',
  'chat.promise.moment': 'Мы адкажам не пазней: {moment}.',
  'chat.offline': 'Зараз мы зачынены. Пакіньце нам паведамленне; адкажам не пазней: {moment}.',
  'chat.late': 'Наш адказ затрымліваецца даўжэй, чым мы абяцалі; прабачце нам. Мы над ім працуем.',
};
