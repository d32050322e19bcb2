/** What a year costs: standing by, and everything recovered for the hours of drills. */
const MONTHS_PER_YEAR = 12

interface Price {
  readonly standbyPerMonth: number
  readonly recoveredPerHour: number
}

/** In the catalogue's currency. */
export const perYear = (
  { standbyPerMonth, recoveredPerHour }: Price,
  { recoveredHoursPerMonth }: { readonly recoveredHoursPerMonth: number },
): number => MONTHS_PER_YEAR * (standbyPerMonth + recoveredPerHour * recoveredHoursPerMonth)
