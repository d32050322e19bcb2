/** Vendors count in decimal units, drplan in binary ones; both are rounded down, to promise no more. */

export const mebibytesOfMegabits = (megabits: number): number =>
  Math.floor(((megabits * 1e6) / 8 / 2 ** 20) * 100) / 100
export const gibibytesOfGigabytes = (gigabytes: number): number => Math.floor(((gigabytes * 1e9) / 2 ** 30) * 10) / 10
