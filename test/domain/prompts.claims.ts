/**
 * What a prompt must not say, because nothing computes it: numbers in words or digits, soon, usually, how busy it is,
 * how much a call matters, or that a menu has changed.
 */
const CLAIMS: Readonly<Record<string, RegExp>> = {
  en: /\b(two|three|four|five|six|seven|eight|nine|ten|soon|shortly|moments?|minute|seconds?|few|several|usually|normally|next available|right away|immediately|busy|volume|important|value|changed|carefully)\b/i,
  pt: /\b(dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|breve|brevemente|instantes?|minuto|segundos?|poucos|poucas|alguns|algumas|normalmente|habitualmente|imediatamente|ocupados|importante|mudaram|mudou|atentamente)\b/iu,
  it: /\b(due|tre|quattro|cinque|sei|sette|otto|nove|dieci|presto|breve|istanti?|minuto|secondi|poch[ei]|alcuni|alcune|solitamente|normalmente|subito|occupati|importante|cambiat[oi]|attentamente)\b/iu,
  be: /(?<!\p{L})(два|дзве|тры|чатыры|пяць|шэсць|сем|восем|дзевяць|дзесяць|хутка|неўзабаве|хвіліну|хвіліначку|секунд\p{L}*|некалькі|звычайна|адразу|занятыя|важны|важная|змянілася|змянілі|уважліва)(?!\p{L})/iu,
  es: /\b(dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|pronto|breve|brevemente|momentos|instantes?|minuto|segundos?|pocos|pocas|algunos|algunas|normalmente|habitualmente|enseguida|ocupados|importante|cambiado|atentamente)\b/iu,
};

/** The words by which a prompt claims something that nothing computes. Numbers come in as parameters. */
export function claimsIn(language: string, prompt: string): string[] {
  const written = prompt.replace(/\{\w+\}/g, '');
  return [/\d+/.exec(written)?.[0], CLAIMS[language]?.exec(written)?.[0]].filter(
    (found) => found !== undefined,
  );
}

/** One word for one thing: which word, and in which prompts it stands. `never` are words that would mean the same. */
export const WORDS: Readonly<Record<string, readonly Word[]>> = {
  en: [
    { word: /\bpress\b/, of: 'digit', never: /\b(hit|push|dial|type|enter|select|choose)\b/i },
    { word: /\bplace\b/, of: 'place', never: /\b(position|spot|turn)\b/i },
    { word: /\bcall(ed)?\b.*\bback\b/, of: 'callback', never: /\b(ring|phone|return your call)\b/i },
    { word: /\bcase\b/, of: 'case', never: /\b(ticket|issue|request|matter)\b/i },
  ],
  pt: [
    { word: /\bprima\b/, of: 'digit', never: /\b(pressione|carregue|marque|digite|clique)\b/i },
    { word: /\blugar\b/, of: 'place', never: /\b(posição|vez)\b/iu },
    { word: /\bliga\S* de volta\b/i, of: 'callback', never: /\b(telefonar|devolver)\b/i },
    { word: /\bcaso\b/, of: 'case', never: /\b(pedido|processo|ticket)\b/i },
  ],
  it: [
    { word: /\bprema\b/, of: 'digit', never: /\b(digiti|selezioni|scelga|pigi)\b/i },
    { word: /\bposto\b/, of: 'place', never: /\b(posizione|turno)\b/i },
    { word: /\brichiam/, of: 'callback', never: /\b(ritelefon|telefon)/i },
    { word: /\bcaso\b/, of: 'case', never: /\b(richiesta|pratica|ticket)\b/i },
  ],
  be: [
    { word: /націсніце/, of: 'digit', never: /(набярыце|выберыце|увядзіце)/i },
    { word: /месца/, of: 'place', never: /(пазіцы|чарговасц)/i },
    { word: /ператэлефан/, of: 'callback', never: /(пазвон|набяром)/i },
    { word: /зварот/, of: 'case', never: /(запыт|заяўк)/i },
  ],
  es: [
    { word: /\bpulse\b/, of: 'digit', never: /\b(oprima|presione|marque|seleccione|elija)\b/i },
    { word: /\blugar\b/, of: 'place', never: /\b(posición|puesto|turno)\b/iu },
    { word: /\bdev(olv\S*|uelv\S*) la llamada\b/, of: 'callback', never: /\b(telefonear|rellamar)\b/i },
    { word: /\bcaso\b/, of: 'case', never: /\b(ticket|solicitud|asunto)\b/i },
  ],
};

interface Word {
  readonly word: RegExp;
  readonly of: keyof typeof SPEAKS_OF;
  readonly never: RegExp;
}

/** The prompts that speak of a thing. */
export const SPEAKS_OF = {
  digit: [
    'voice.case.yes',
    'voice.case.no',
    'voice.menu.department',
    'voice.menu.none',
    'voice.queue.callback',
    'voice.queue.stay',
    'voice.closed.callback',
  ],
  place: ['voice.queue.secured', 'voice.queue.callback', 'voice.queue.kept'],
  callback: [
    'voice.queue.callback',
    'voice.callback.promised',
    'voice.callback.impossible',
    'voice.closed.callback',
  ],
  case: ['voice.case.question', 'voice.agent.known', 'voice.agent.open'],
} as const;
