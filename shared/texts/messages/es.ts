import type { Messages } from '../parameters.ts';

export const es: Messages = {
  'receipt.sms.promised': '{company}: hemos recibido su mensaje. Le responderemos como tarde el {moment}.',
  'receipt.sms.closed':
    '{company}: hemos recibido su mensaje. Ahora estamos cerrados; le responderemos como tarde el {moment}.',
  'receipt.sms.late':
    '{company}: hemos recibido su mensaje. La respuesta tarda más de lo prometido y le pedimos disculpas. Estamos en ello.',
  'receipt.sms.bare': '{company}: hemos recibido su mensaje.',

  'receipt.email.subject': 'Hemos recibido su mensaje',
  'receipt.email.promised': `Buenos días:

Gracias por escribir a {company}. Hemos recibido su mensaje y le responderemos como tarde el:

{moment}

Su referencia es {reference}. Si quiere añadir algo, basta con responder a este correo. Se ha enviado de forma automática.

{company}`,
  'receipt.email.closed': `Buenos días:

Gracias por escribir a {company}. Hemos recibido su mensaje. Ahora estamos cerrados; tendrá nuestra respuesta como tarde el:

{moment}

Su referencia es {reference}. Si quiere añadir algo, basta con responder a este correo. Se ha enviado de forma automática.

{company}`,
  'receipt.email.late': `Buenos días:

Gracias por escribir a {company}. Hemos recibido su mensaje. Nuestra respuesta está tardando más de lo prometido y le pedimos disculpas. Estamos en ello.

Su referencia es {reference}. Si quiere añadir algo, basta con responder a este correo. Se ha enviado de forma automática.

{company}`,
  'receipt.email.bare': `Buenos días:

Hemos recibido su mensaje. Este correo se ha enviado de forma automática.

{company}`,

  'reply.email.footer': 'Puede responder directamente a este correo. {company}',

  'survey.sms.ask':
    '{company}: ¿le hemos ayudado bien? Responda con un número del 1 (nada) al 5 (mucho), o cuéntenos más: {link}',
  'survey.sms.remind':
    '{company}: aún nos gustaría conocer su opinión. ¿Le hemos ayudado bien, del 1 (nada) al 5 (mucho)? {link}',
  'survey.sms.thanks': '{company}: gracias por su respuesta.',
  'survey.chat.ask':
    '¿Qué tal le ha ayudado {company}? Responda con un número del 1 (nada bien) al 5 (muy bien), o cuéntenos más: {link}',
  'survey.chat.remind':
    'Aún nos gustaría conocer su opinión: ¿qué tal le ha ayudado {company}, del 1 (nada bien) al 5 (muy bien)? {link}',
  'survey.chat.thanks': '¡Gracias por su respuesta! Ayuda a {company} a mejorar.',
  'survey.email.subject': '¿Qué tal le ha atendido {company}?',
  'survey.email.ask': `Buenos días:

Usted escribió a {company} y le respondimos. ¿Le hemos ayudado? Le espera una breve encuesta:

{link}

El enlace es válido durante {days, plural, one {# día} many {# de días} other {# días}}. ¡Gracias!

{company}`,
  'survey.email.remind.subject': 'Un breve recordatorio: ¿qué tal le ha atendido {company}?',
  'survey.email.remind': `Buenos días:

Aún nos gustaría saber si le hemos ayudado. Es solo un minuto:

{link}

El enlace es válido durante {days, plural, one {# día} many {# de días} other {# días}} más. No volveremos a preguntar.

{company}`,

  'survey.page.title': '¿Qué tal le ha atendido {company}?',
  'survey.page.intro': 'Sus respuestas llegan a {company} y nos ayudan a mejorar.',
  'survey.page.satisfaction': '¿Cuál es su satisfacción con nuestra ayuda?',
  'survey.page.satisfaction.low': 'Nada satisfecho',
  'survey.page.satisfaction.high': 'Muy satisfecho',
  'survey.page.effort': 'Con {company} me ha resultado fácil resolver mi problema.',
  'survey.page.effort.low': 'Totalmente en desacuerdo',
  'survey.page.effort.high': 'Totalmente de acuerdo',
  'survey.page.recommend': '¿Qué probabilidad hay de que recomiende {company} a un amigo o colega?',
  'survey.page.recommend.low': 'Nada probable',
  'survey.page.recommend.high': 'Muy probable',
  'survey.page.comment': '¿Qué deberíamos mejorar?',
  'survey.page.optional': 'opcional',
  'survey.page.missing': 'Elija una respuesta, por favor.',
  'survey.page.confirm': 'Enviar mis respuestas',
  'survey.page.too-long': 'Su comentario es demasiado largo. Acórtelo, por favor.',
  'survey.page.unreadable': 'No hemos podido leer sus respuestas. Envíe el formulario otra vez, por favor.',
  'survey.page.failed':
    'Algo ha fallado por nuestra parte. Inténtelo de nuevo dentro de unos minutos, por favor.',
  'survey.page.thanks': '¡Gracias! Sus respuestas han llegado a {company}.',
  'survey.page.answered': 'Ya ha respondido a estas preguntas. ¡Gracias!',
  'survey.page.expired': 'Este enlace ha caducado y ya no es posible responder a estas preguntas.',
  'survey.page.wrong-link': 'Este enlace no es válido. Abra de nuevo, completo, el de nuestro mensaje.',

  'chat.promise':
    'Solemos responder en {minutes, plural, one {# minuto} many {# de minutos} other {# minutos}}.',
  'chat.promise.moment': 'Le responderemos como tarde el {moment}.',
  'chat.offline': 'Ahora estamos cerrados. Déjenos su mensaje; le responderemos como tarde el {moment}.',
  'chat.late': 'Nuestra respuesta está tardando más de lo prometido y le pedimos disculpas. Estamos en ello.',
};
