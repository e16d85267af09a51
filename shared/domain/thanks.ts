import { words } from './text.ts';

/**
 * Words that thank, in English, Portuguese, Italian, Belarusian and Spanish, as people type them on a phone
 * (compatibility forms folded and combining marks gone).
 */
const THANKS: ReadonlySet<string> = new Set(
  `thanks thank thx thnx tnx ty tysm cheers
   obrigado obrigada obrigados obrigadas obg obgd brigado brigada valeu agradeço agradecido agradecida
   grazie graz ringrazio ringraziamo
   дзякуй дзякую дзякуем дзякуі дзякуйце dziakuj dziakuju
   gracias agradezco agradecemos`
    .normalize('NFKC')
    .split(/\s+/),
);

/** Words that add nothing to a thanks. "But", "not" and "nothing" are missing on purpose. */
const FILLERS: ReadonlySet<string> = new Set(
  `ok okay okey k kk great perfect super good nice cool fine excellent awesome brilliant wonderful amazing lovely yes
   you u so very much a lot many all again for your the quick fast everything guys team really kindly once too sir
   madam bye
   muito muita muitas muitos mesmo mil pela pelo a tudo bem ótimo otimo ótima perfeito certo beleza show rápida rapida
   pessoal por sua sim bom dia boa tarde noite
   mille tante molte infinite di dell tutto cuore per la il l perfetto bene benissimo ottimo va si sì molto gentile
   gentili buona giornata serata
   вялікі вялікае вялікая шчыры шчыра добра выдатна цудоўна супер так вам табе за вашу ваш усё ўсё вельмі дужа
   muchas muchísimas muchisimas muchos perfecto vale bueno genial excelente estupendo todo su tu el muy amable sí buen
   día buenas`
    .normalize('NFKC')
    .split(/\s+/),
);

/** What one is thanked for. Alone ("help, thanks") it asks for something; after one of LEADS it does not. */
const THANKED_FOR: ReadonlySet<string> = new Set(
  `help support reply answer ajuda resposta aiuto risposta дапамогу адказ падтрымку ayuda respuesta`.split(
    ' ',
  ),
);
const LEADS: ReadonlySet<string> = new Set(
  `your the quick fast great pela sua la il l dell за вашу ваш su tu rápida rapida`
    .normalize('NFKC')
    .split(' '),
);

/** More words than this say more than thanks. */
const MOST_WORDS = 12;

/** Whether a text says thank you and nothing else. A question never does. */
export function isBareThanks(text: string): boolean {
  if (/[?;？]/u.test(text)) return false;
  const said = words(text);
  const saysThanks = said.some((word) => THANKS.has(word));
  const addsNothing = said.every(
    (word, index) =>
      THANKS.has(word) || FILLERS.has(word) || (THANKED_FOR.has(word) && LEADS.has(said[index - 1] ?? '')),
  );
  return said.length <= MOST_WORDS && saysThanks && addsNothing;
}
