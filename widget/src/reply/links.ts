/** Addresses of pages, and numbers that can be dialled. */

/** The address of a page on the web; null when it is none. */
export function webAddress(address: string | null): string | null {
  return address && /^https?:\/\/[^\s/]/i.test(address) ? address : null;
}

/** The `tel:` address of a number as people write it; null when it is not one. */
export function dialled(number: string): string | null {
  return /^[+(]?\d[\d\s()./-]{1,30}$/.test(number) ? `tel:${number.replace(/[^\d+]/g, "")}` : null;
}

/** Where a link in a text may lead. */
export const SCHEMES = /^(?:https?:|tel:|mailto:)/i;
