/** ITU-T E.164: a plus, a country code that does not start with 0, at most 15 digits; none in use has fewer than 7. */
const E164 = /^\+[1-9][0-9]{6,14}$/;

/** Our own numbers may also be short codes: 3 to 8 digits without a plus. */
const SHORT_CODE = /^[0-9]{3,8}$/;

/** Whether this is a phone number in the one form in which we keep them. */
export function isPhoneNumber(text: string): boolean {
  return E164.test(text);
}

/** Whether this can be a number of ours: a phone number or a short code. */
export function isOwnNumber(text: string): boolean {
  return E164.test(text) || SHORT_CODE.test(text);
}
