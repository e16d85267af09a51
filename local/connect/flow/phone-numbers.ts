/** Calling codes by country, of those that a template may name here. */
const CALLING_CODES: Readonly<Record<string, string>> = {
  AT: '43',
  AU: '61',
  BE: '32',
  BR: '55',
  BY: '375',
  CA: '1',
  CH: '41',
  DE: '49',
  ES: '34',
  FR: '33',
  GB: '44',
  IE: '353',
  IT: '39',
  JP: '81',
  MX: '52',
  NL: '31',
  PL: '48',
  PT: '351',
  US: '1',
};

export const knowsCountry = (country: string | undefined): country is string =>
  country !== undefined && Object.hasOwn(CALLING_CODES, country);

/** @throws Error for a country whose code it does not know */
export function callingCode(country: string): string {
  const code = CALLING_CODES[country];
  if (code === undefined) throw new Error(`the local Connect does not know the calling code of ${country}`);
  return code;
}

export const isE164 = (text: string): boolean => /^\+[1-9]\d{6,14}$/.test(text);

/** Digits as they are dialled within a country; undefined when that makes no number. */
export function localToE164(digits: string, country: string): string | undefined {
  // Italian numbers keep their zero.
  const national = country === 'IT' ? digits : digits.replace(/^0/, '');
  const number = `+${callingCode(country)}${national}`;
  return isE164(number) && national.length >= 6 ? number : undefined;
}
