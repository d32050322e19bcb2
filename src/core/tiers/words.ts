/**
 * What names and tags say about how much a VM matters. Keys of tags are compared without case, spaces, hyphens,
 * underscores, dots and colons; names and values by their words, which end at anything but a letter.
 */
import type { Vm } from '../../model/site.ts'
import type { Tier } from '../../model/tier.ts'
import { compareText } from '../../model/text-order.ts'

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '))

/** Keys that state how much the VM matters, by the words of tagging guides of the large platforms. */
const criticalityKeys = setOf('businesscriticality businessimpact criticality drclass importance servicelevel sla')
const environmentKeys = setOf('env environment landscape lifecycle stage')
const roleKeys = setOf('component function layer role service tier type')

/** Values of the first kind of key, from 0 (nothing matters more) to 1. */
const criticalities: Readonly<Record<string, number>> = {
  missioncritical: 0,
  platinum: 0,
  vital: 0,
  businesscritical: 0.25,
  critical: 0.25,
  gold: 0.25,
  high: 0.25,
  important: 0.5,
  medium: 0.5,
  moderate: 0.5,
  silver: 0.5,
  bronze: 0.75,
  deferrable: 0.75,
  low: 0.75,
  minor: 0.75,
  besteffort: 1,
  none: 1,
}

const trial = setOf('demo dev devel development lab poc preprod qa sandbox stage staging stg test testing tst uat')
const production = setOf('live prd prod production')

/** What a VM does, by words; how many tiers it should stand above the standard one. */
const roles: readonly { readonly what: string; readonly steps: number; readonly words: ReadonlySet<string> }[] = [
  {
    what: 'names, identities or keys that others rely on',
    steps: 2,
    words: setOf('ad adds ca dc dhcp dns idm idp identity kdc kerberos ldap ntp pki radius sso vault'),
  },
  {
    what: 'data',
    steps: 1,
    words: setOf(
      'cassandra database db kafka mariadb mongo mongodb mq mssql mysql nas oracle pgsql postgres postgresql queue rabbitmq redis san sql',
    ),
  },
  { what: 'builds, which can be made again', steps: -1, words: setOf('build ci jenkins runner') },
]

const keyOf = (text: string): string => text.toLowerCase().replaceAll(/[\s\-_.:]/g, '')
const wordsOf = (text: string): readonly string[] => text.toLowerCase().split(/[^a-z]+/)

/** Tags whose key is one of `keys`, by key. */
const tagsOf = ({ tags }: Vm, keys: ReadonlySet<string>): readonly (readonly [string, string])[] =>
  Object.entries(tags)
    .filter(([key]) => keys.has(keyOf(key)))
    .toSorted(([a], [b]) => compareText(a, b))

/** The tier that a tag names, or ranks as; `tiers` from the strongest to the weakest. */
export function tierByTag(vm: Vm, tiers: readonly Tier[]): { readonly tier: Tier; readonly reason: string } | null {
  for (const [key, value] of tagsOf(vm, criticalityKeys)) {
    const wanted = keyOf(value)
    const level = Object.hasOwn(criticalities, wanted) ? criticalities[wanted] : undefined
    const named = tiers.find(({ id, name }) => keyOf(id) === wanted || keyOf(name) === wanted)
    const tier = named ?? (level === undefined ? undefined : tiers[Math.round(level * (tiers.length - 1))])
    if (tier) return { tier, reason: `Its tag ${key} says "${value}".` }
  }
  return null
}

export interface Environment {
  readonly kind: 'production' | 'trial'
  /** Said by a tag, not only by the name. */
  readonly tagged: boolean
  readonly reason: string
}

/** A tag decides before the name; null where neither says. */
export function environmentOf(vm: Vm): Environment | null {
  for (const [key, value] of tagsOf(vm, environmentKeys)) {
    const words = wordsOf(value)
    if (words.some((word) => trial.has(word)))
      return { kind: 'trial', tagged: true, reason: `Its tag ${key} says "${value}".` }
    if (words.some((word) => production.has(word)))
      return { kind: 'production', tagged: true, reason: `Its tag ${key} says "${value}".` }
  }
  const word = wordsOf(vm.name).find((one) => trial.has(one))
  return word === undefined ? null : { kind: 'trial', tagged: false, reason: `Its name has the word "${word}".` }
}

/** What it does, by tags of its role or by its name; null where neither says. */
export function roleOf(vm: Vm): { readonly steps: number; readonly reason: string } | null {
  const tags = tagsOf(vm, roleKeys).flatMap(([key, value]) =>
    wordsOf(value).map((word) => ({ word, source: `its tag ${key}` })),
  )
  const said = [...tags, ...wordsOf(vm.name).map((word) => ({ word, source: 'its name' }))]
  for (const { what, steps, words } of roles) {
    const found = said.find(({ word }) => words.has(word))
    if (found) return { steps, reason: `It seems to hold ${what}: ${found.source} has the word "${found.word}".` }
  }
  return null
}
