/**
 * Conditions on versions as Terraform has them ("Version constraints", Terraform language): `>= 1.9`, `~> 6.19`,
 * `>= 4.0, < 5.0`. Terraform takes a version before a release only where it is named exactly.
 */

/** Null where the condition or the version is not understood. */
export function satisfies(version: string, constraint: string): boolean | null {
  const own = numbersOf(version)
  if (!own) return null
  const verdicts = constraint.split(',').map((part) => holds({ version, own }, part.trim()))
  if (verdicts.includes(false)) return false
  return verdicts.includes(null) ? null : true
}

const form = /^(\d+(?:\.\d+){0,3})(-[\w.-]+)?(?:\+[\w.-]+)?$/

const numbersOf = (version: string): readonly number[] | null => form.exec(version)?.[1]?.split('.').map(Number) ?? null

function holds(
  { version, own }: { readonly version: string; readonly own: readonly number[] },
  part: string,
): boolean | null {
  const [, operator = '=', wanted = ''] = /^(=|!=|>=|<=|>|<|~>)?\s*(\S+)$/.exec(part) ?? []
  const numbers = numbersOf(wanted)
  if (!numbers) return null
  if (isEarly(version) || isEarly(wanted)) return earlyHolds(operator, version === wanted)
  return verdicts[operator]?.(compare(own, numbers), own, numbers) ?? null
}

const isEarly = (version: string): boolean => form.exec(version)?.[2] !== undefined

const earlyHolds = (operator: string, isSame: boolean): boolean =>
  operator === '!=' ? !isSame : operator === '=' && isSame

type Verdict = (order: number, own: readonly number[], wanted: readonly number[]) => boolean

const verdicts: Readonly<Record<string, Verdict>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>=': (order) => order >= 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '<': (order) => order < 0,
  // Only the last of the numbers that are named may grow.
  '~>': (order, own, wanted) => order >= 0 && wanted.slice(0, -1).every((number, at) => own[at] === number),
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
