/**
 * How mail programs mark what is not the sender's own text, in English, Portuguese, Italian, Belarusian and Spanish, and
 * in the neighbours' languages that turn up in the same mailboxes. All are tried on lines cut to a few hundred
 * characters, and none has a repetition within a repetition: no line makes them slow.
 */

/** The line above a quotation: who wrote when. */
const ATTRIBUTIONS: readonly RegExp[] = [
  /^On\s.*\bwrote:$/i,
  /^Em\s.*\bescreveu:$/i,
  /^Il\s.*\bha scritto:$/i,
  /(?:напіса[ўл]|піса[ўл]|піша|написал|пишет)[а-яёіў()-]*:$/iu,
  /^El\s.*\bescribi[oó]:$/i,
  /^Am\s.*\bschrieb\b.*:$/i,
  /^Le\s.*\sa écrit\s?:$/iu,
  /^Op\s.*\bschreef\b.*:$/i,
];

/** Words that every such line has whatever its language: a year or a time of day. */
const MOMENT = /\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b/;

export function isAttribution(line: string): boolean {
  return MOMENT.test(line) && ATTRIBUTIONS.some((pattern) => pattern.test(line));
}

/** Looks like one in a language we do not know; good enough right above a quotation only. */
export function mayBeAttribution(line: string): boolean {
  return line.endsWith(':') && MOMENT.test(line) && /[@<]|\p{L}{2}/u.test(line);
}

/** A rule with words in it that begins an older message. */
const SEPARATOR = new RegExp(
  `^\\W{0,3}-{2,20}\\s?(?:${[
    'Original Message',
    'Reply message',
    'Mensagem original',
    'Messaggio originale',
    'Mensaje original',
    '(?:Арыгінальнае|Зыходнае|Першапачатковае) паведамленне',
    'Исходное сообщение',
    'Ursprüngliche (?:Nachricht|E-Mail)',
    "Message d['’]origine",
    'Oorspronkelijk bericht',
  ].join('|')})\\s?-{2,20}$`,
  'iu',
);

export function isSeparator(line: string): boolean {
  return SEPARATOR.test(line);
}

/** What follows is what the sender wants to show us, so it is no quotation. */
const FORWARDED = new RegExp(
  `^(?:-{2,20}\\s?)?(?:${[
    'Forwarded message',
    'Begin forwarded message:',
    'Mensagem encaminhada',
    'Messaggio inoltrato',
    'Inizio messaggio inoltrato:',
    '(?:Mensaje reenviado|Inicio del mensaje reenviado:)',
    'Início da mensagem (?:re)?encaminhada:',
    '(?:Перасланае|Пераадрасаванае) паведамленне',
    'Пересылаемое сообщение',
    'Weitergeleitete Nachricht',
    'Message transféré',
  ].join('|')})(?:\\s?-{2,20})?$`,
  'iu',
);

export function isForwardedLine(line: string): boolean {
  return FORWARDED.test(line);
}

const FORWARDING_SUBJECT = /^\s*(?:fwd?|wg|enc|i|rv|tr|reenv|перас[а-яіў]*)\s?:/iu;

export function isForwardingSubject(subject: string): boolean {
  return FORWARDING_SUBJECT.test(subject);
}

const FROM = /^\*?(?:From|De|Da|Ад|От|Von|Van)\s?:\*?\s?\S/iu;
const OTHERS: readonly RegExp[] = [
  /^\*?(?:Sent|Date|Enviad[oa](?: em| el)?|Data|Fecha|Inviato|Адпраўлена|Дата|Отправлено|Gesendet|Datum|Envoyé|Verzonden)\s?:/iu,
  /^\*?(?:To|Para|A|Каму|Кому|An|À|Aan)\s?:/iu,
  /^\*?(?:Subject|Assunto|Oggetto|Asunto|Тэма|Тема|Betreff|Objet|Onderwerp)\s?:/iu,
];

/** Outlook's From, Sent, To, Subject. `below` are the next few lines. */
export function isHeaderBlock(line: string, below: readonly string[]): boolean {
  if (!FROM.test(line)) return false;
  return OTHERS.filter((pattern) => below.some((next) => pattern.test(next))).length >= 2;
}

const DEVICE =
  '(?:i(?:Phone|Pad|OS)|Android|Samsung|Galaxy|Huawei|Xiaomi|Pixel|Nokia|Outlook|Yahoo|Gmail|Proton|Mail|BlackBerry|mobile|phone|smartphone|telemóvel|celular|cellulare|móvil|Handy|тэлефон|телефон)';

/** What a telephone puts under every mail. */
const DEVICE_LINES: readonly RegExp[] = [
  new RegExp(
    `^(?:Sent (?:from|via|with)|Enviado (?:do|da|de|desde|a partir d[eo]|via|con|com)|Inviato (?:da|dal|con)|(?:Адпраўлена|Даслана) (?:з|праз)|Отправлено (?:с|из)|Gesendet (?:von|mit|aus)|Envoyé (?:de|depuis)|Von mein)[^.!?]{0,40}${DEVICE}.{0,60}$`,
    'iu',
  ),
  /^(?:Get|Obter o|Obtener|Scarica|Ottieni|Descargar|Атрымаць|Скачать|Holen Sie sich) Outlook (?:for|para|per|для|für).{0,100}$/iu,
];

export function isDeviceLine(line: string): boolean {
  return DEVICE_LINES.some((pattern) => pattern.test(line));
}
