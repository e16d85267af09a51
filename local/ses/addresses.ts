/** What stands behind the last @, in lower case. */
export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** An address as SES takes it: one @, no blanks, 7-bit ASCII. */
export const isAddress = (text: string): boolean => /^[!-~]+@[!-~]+$/.test(text) && !/[<>(),;]/.test(text);

/** `ana+case-1@example.com` → `ana@example.com` */
export const withoutLabel = (address: string): string => address.replace(/\+[^@]*@/, '@');

/**
 * Whether a recipient condition of a receipt rule covers an address. Source: SES Developer Guide, "Creating receipt rules":
 * an address covers itself with any label behind a plus sign too, a domain its own addresses but not those of
 * subdomains, a domain behind a dot those of all its subdomains. A condition that has a label covers that label alone.
 */
export function recipientMatches(condition: string, recipient: string): boolean {
  const wanted = condition.toLowerCase();
  const address = recipient.toLowerCase();
  if (wanted.includes('@')) return address === wanted || withoutLabel(address) === wanted;
  const domain = domainOf(address);
  return wanted.startsWith('.') ? domain.endsWith(wanted) : domain === wanted;
}
