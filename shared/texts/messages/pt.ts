import type { Messages } from '../parameters.ts';

/** Portuguese, worded so that it is natural in Portugal and understood in Brazil. */
export const pt: Messages = {
  'receipt.sms.promised': '{company}: recebemos a sua mensagem e respondemos até {moment}.',
  'receipt.sms.closed':
    '{company}: recebemos a sua mensagem. De momento estamos fechados; respondemos até {moment}.',
  'receipt.sms.late':
    '{company}: recebemos a sua mensagem. A resposta demora mais do que prometemos; pedimos desculpa. Estamos a tratar dela.',
  'receipt.sms.bare': '{company}: recebemos a sua mensagem.',

  'receipt.email.subject': 'Recebemos a sua mensagem',
  'receipt.email.promised': `Olá,

obrigado por escrever à {company}. Recebemos a sua mensagem e respondemos até:

{moment}

A sua referência é {reference}. Se quiser acrescentar algo, basta responder a este e-mail. Ele foi enviado automaticamente.

{company}`,
  'receipt.email.closed': `Olá,

obrigado por escrever à {company}. Recebemos a sua mensagem. De momento estamos fechados; terá a nossa resposta até:

{moment}

A sua referência é {reference}. Se quiser acrescentar algo, basta responder a este e-mail. Ele foi enviado automaticamente.

{company}`,
  'receipt.email.late': `Olá,

obrigado por escrever à {company}. Recebemos a sua mensagem. A nossa resposta está a demorar mais do que prometemos e pedimos desculpa. Estamos a tratar dela.

A sua referência é {reference}. Se quiser acrescentar algo, basta responder a este e-mail. Ele foi enviado automaticamente.

{company}`,
  'receipt.email.bare': `Olá,

recebemos a sua mensagem. Este e-mail foi enviado automaticamente.

{company}`,

  'reply.email.footer': 'Pode responder diretamente a este e-mail. {company}',

  'survey.sms.ask':
    '{company}: qual é a sua satisfação com a nossa ajuda? Responda de 1 (nada) a 5 (muito) ou conte-nos mais: {link}',
  'survey.sms.remind':
    '{company}: gostaríamos ainda de saber a sua opinião. Ficou satisfeito com a nossa ajuda, de 1 (nada) a 5 (muito)? {link}',
  'survey.sms.thanks': '{company}: obrigado pela sua resposta!',
  'survey.chat.ask':
    'Qual é a sua satisfação com a ajuda da {company}? Responda com um número de 1 (nada) a 5 (muito) ou conte-nos mais: {link}',
  'survey.chat.remind':
    'Gostaríamos ainda de saber a sua opinião: qual é a sua satisfação com a ajuda da {company}, de 1 (nada) a 5 (muito)? {link}',
  'survey.chat.thanks': 'Obrigado pela sua resposta! Ela ajuda a {company} a melhorar.',
  'survey.email.subject': 'Como correu o atendimento da {company}?',
  'survey.email.ask': `Olá,

escreveu à {company} e nós respondemos. Conseguimos ajudar? Temos um breve questionário para si:

{link}

A ligação é válida durante {days, plural, one {# dia} many {# de dias} other {# dias}}. Obrigado!

{company}`,
  'survey.email.remind.subject': 'Um breve lembrete: como correu o atendimento da {company}?',
  'survey.email.remind': `Olá,

gostaríamos ainda de saber se conseguimos ajudar. Demora um minuto:

{link}

A ligação é válida durante mais {days, plural, one {# dia} many {# de dias} other {# dias}}. Não voltaremos a perguntar.

{company}`,

  'survey.page.title': 'Como correu o atendimento da {company}?',
  'survey.page.intro': 'As suas respostas são enviadas à {company} e ajudam-nos a melhorar.',
  'survey.page.satisfaction': 'Qual é a sua satisfação com a nossa ajuda?',
  'survey.page.satisfaction.low': 'Nada satisfeito',
  'survey.page.satisfaction.high': 'Muito satisfeito',
  'survey.page.effort': 'Com a {company} foi fácil resolver o meu problema.',
  'survey.page.effort.low': 'Discordo totalmente',
  'survey.page.effort.high': 'Concordo totalmente',
  'survey.page.recommend': 'Qual é a probabilidade de recomendar a {company} a um amigo ou colega?',
  'survey.page.recommend.low': 'Nada provável',
  'survey.page.recommend.high': 'Muito provável',
  'survey.page.comment': 'O que devemos melhorar?',
  'survey.page.optional': 'facultativo',
  'survey.page.missing': 'Escolha uma resposta, por favor.',
  'survey.page.confirm': 'Enviar as minhas respostas',
  'survey.page.too-long': 'O seu comentário é demasiado longo. Encurte-o, por favor.',
  'survey.page.unreadable': 'Não conseguimos ler as suas respostas. Envie o formulário outra vez, por favor.',
  'survey.page.failed': 'Algo correu mal do nosso lado. Tente outra vez daqui a uns minutos, por favor.',
  'survey.page.thanks': 'Obrigado! As suas respostas chegaram à {company}.',
  'survey.page.answered': 'Já respondeu a estas perguntas. Obrigado!',
  'survey.page.expired': 'Esta ligação expirou, por isso já não é possível responder a estas perguntas.',
  'survey.page.wrong-link':
    'Esta ligação não é válida. Abra de novo, por inteiro, a que está na nossa mensagem.',

  'chat.promise':
    'Costumamos responder em {minutes, plural, one {# minuto} many {# de minutos} other {# minutos}}.',
  'chat.promise.moment': 'Respondemos até {moment}.',
  'chat.offline': 'De momento estamos fechados. Deixe-nos a sua mensagem; respondemos até {moment}.',
  'chat.late':
    'A nossa resposta está a demorar mais do que prometemos e pedimos desculpa. Estamos a tratar dela.',
};
