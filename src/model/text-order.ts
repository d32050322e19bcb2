/** The one order of texts: by code units, never by locale, so that the same inputs give the same bytes everywhere. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
