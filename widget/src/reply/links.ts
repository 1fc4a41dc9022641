/** Addresses of pages, and numbers that can be dialled. */

/** The address of a page on the web; null when it is none. */
export function webAddress(address: string | null): string | null {
  // "https://www.nhs.uk@elsewhere.org" reads as the one and leads to the other: no "@" in the host.
  return address && /^https?:\/\/[^\s/?#@\\]+(?:[/?#]|$)/i.test(address) ? address : null;
}

/** The `tel:` address of a number as people write it; null when it is not one. */
export function dialled(number: string): string | null {
  return /^[+(*]?\d[\d\s()./-]{1,30}$/.test(number)
    ? `tel:${number.replace(/[^\d+*]/g, "")}`
    : null;
}

/** Where a link of a text leads: to a page, a mail or a telephone; null when elsewhere. */
export function linkAddress(address: string): string | null {
  if (/^tel:/i.test(address)) return dialled(address.slice("tel:".length));
  return /^mailto:/i.test(address) ? address : webAddress(address);
}
