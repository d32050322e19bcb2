/**
 * The proof that two sites let the same connections through. Cards are proven class by class against everybody outside
 * and everywhere inside; where a class differs, pair by pair, because the other end may close what one end opens.
 */
import type { Family } from '../../../model/address.ts'
import { worstOf, type Equivalence, type EquivalenceVerdict } from '../../../model/equivalence.ts'
import { subtract, type IntervalSet } from '../../../model/intervals.ts'
import { classesOf, type CardClass } from './classes.ts'
import { comparePolicies, type PolicyVerdict } from './compare-policies.ts'
import { describeAll, type FoundDifference } from './describe.ts'
import { hostsOf, UNKNOWN } from './ends.ts'
import type { MappedPiece } from './mapped.ts'
import { policyOf, type ConnectionPolicy } from './policies.ts'
import { proveTables } from './prove-tables.ts'
import { createPieces, domainOf, type Pieces } from './pull-back.ts'
import type { Side } from './side.ts'
import { isStructural } from './structural.ts'

export interface SidesInput {
  readonly primary: Side
  readonly recovery: Side
  /** The map from the addresses of the one side to those of the other, as seen from a network; disjoint at both. */
  readonly mapFor: (view: { readonly vpcKey: string | null; readonly family: Family }) => readonly MappedPiece[]
  /** Those that the primary site's networks carry; absent: all. */
  readonly protocols?: IntervalSet
  /** Of every single comparison; past it nothing is proven, and that is said. */
  readonly nodeLimit?: number
}

/** Differences that are shown for one class, and for the whole. */
const MOST_OF_CLASS = 20
const MOST = 200
/** Pairs of classes that are compared one by one; past it a class that differs counts as it is. */
const MOST_PAIRS = 4000

interface ProofContext extends SidesInput {
  readonly family: Family
  readonly nodeLimit: number
  readonly classes: readonly CardClass[]
  readonly piecesOf: (vpcKey: string | null) => Pieces
  readonly policies: ReadonlyMap<CardClass, ClassPolicies>
}

interface ClassPolicies {
  readonly vpcKey: string | null
  readonly addresses: IntervalSet
  readonly primary: { readonly ingress: ConnectionPolicy; readonly egress: ConnectionPolicy }
  readonly recovery: { readonly ingress: ConnectionPolicy; readonly egress: ConnectionPolicy }
}

interface Found {
  readonly verdict: EquivalenceVerdict
  readonly differences: readonly FoundDifference[]
  readonly missing: readonly string[]
  readonly more: boolean
}

export function proveSides(input: SidesInput): Omit<Equivalence, 'accepted' | 'hosts'> {
  const classes = classesOf(input.primary, input.recovery)
  const families = ([4, 6] as const).filter((family) =>
    input.recovery.cards.some(({ addresses }) => addresses.some((each) => each.family === family)),
  )
  const contexts = families.map((family) => contextOf(input, classes, family))
  const found = contexts.map(proveClasses)
  const tables = contexts.map((context) => proveTables(context))
  const verdictOf = (cardClass: CardClass, direction: 'ingress' | 'egress'): EquivalenceVerdict => {
    // That no card has an address of a family says nothing about the class, unless its rules are the same anyway.
    const verdicts = contexts.flatMap(({ policies }, index) => {
      const verdict = found[index]?.get(cardClass)?.[direction].verdict
      const isSaid = verdict !== 'equal' || (policies.get(cardClass)?.addresses.length ?? 0) > 0
      return verdict && isSaid ? [verdict] : []
    })
    return verdicts.length === 0 ? 'undetermined' : worstOf(verdicts)
  }
  const parts = [
    ...found.flatMap((one) => [...one.values()].flatMap(({ ingress, egress }) => [ingress, egress])),
    ...tables,
  ]
  const differences = parts.flatMap((part) => part.differences)
  const missing = [...new Set(parts.flatMap((part) => part.missing.map(plainMissing)))].sort()
  return {
    verdict: worstOf([
      ...parts.map(({ verdict }) => verdict),
      ...(missing.length > 0 ? ['undetermined' as const] : []),
    ]),
    classes: classes.map((cardClass) => ({
      name: cardClass.name,
      vmIds: [...new Set(cardClass.cards.map(({ primary }) => primary.vmId))].sort(),
      ingress: verdictOf(cardClass, 'ingress'),
      egress: verdictOf(cardClass, 'egress'),
    })),
    tables: tables.flatMap(({ tables: own }) => own),
    differences: describeAll(differences).slice(0, MOST),
    more: parts.some(({ more }) => more) || differences.length > MOST,
    missing,
  }
}

/** `unknown group sg-1 as source` is the same gap at either end. */
const plainMissing = (symbol: string): string => symbol.replace(UNKNOWN, '').replace(/ as (source|destination)$/, '')

function contextOf(input: SidesInput, classes: readonly CardClass[], family: Family): ProofContext {
  const { primary, recovery } = input
  const made = new Map<string | null, Pieces>()
  const piecesOf = (vpcKey: string | null): Pieces => {
    const pieces = made.get(vpcKey) ?? createPieces(input.mapFor({ vpcKey, family }))
    made.set(vpcKey, pieces)
    return pieces
  }
  const policies = new Map(
    classes.map((cardClass) => [cardClass, policiesOf(cardClass, { primary, recovery, family })]),
  )
  return { ...input, family, classes, piecesOf, policies, nodeLimit: input.nodeLimit ?? 2_000_000 }
}

function policiesOf(
  { cards }: CardClass,
  { primary, recovery, family }: { primary: Side; recovery: Side; family: Family },
): ClassPolicies {
  const [first] = cards
  if (!first) throw new RangeError('A class of cards is empty.')
  const both = (side: Side, card: typeof first.primary) => ({
    ingress: policyOf(card, 'ingress', { side, family }),
    egress: policyOf(card, 'egress', { side, family }),
  })
  return {
    vpcKey: recovery.subnets.get(first.recovery.subnetId)?.vpcId ?? null,
    addresses: hostsOf(
      cards.flatMap((card) => card.primary.addresses),
      family,
    ),
    primary: both(primary, first.primary),
    recovery: both(recovery, first.recovery),
  }
}

type ClassFound = ReadonlyMap<CardClass, { readonly ingress: Found; readonly egress: Found }>

const proven = (verdict: EquivalenceVerdict): Found => ({ verdict, differences: [], missing: [], more: false })

function proveClasses(context: ProofContext): ClassFound {
  const whole = new Map(
    context.classes.map((cardClass) => [
      cardClass,
      { ingress: proveDirection(cardClass, 'ingress', context), egress: proveDirection(cardClass, 'egress', context) },
    ]),
  )
  return settlePairs(whole, context)
}

/** One direction of a class against everybody. */
function proveDirection(cardClass: CardClass, direction: 'ingress' | 'egress', context: ProofContext): Found {
  const policies = policiesFor(cardClass, context)
  const [first] = cardClass.cards
  const pieces = context.piecesOf(policies.vpcKey)
  if (first && isStructural({ ...context, card: first, direction, pieces })) return proven('structural')
  const restrict = direction === 'ingress' ? { destination: policies.addresses } : { source: policies.addresses }
  const verdict = compare(policies, policies, { direction, restrict, context })
  return foundOf(verdict, { cardClass, direction, family: context.family })
}

const policiesFor = (cardClass: CardClass, { policies }: ProofContext): ClassPolicies => {
  const own = policies.get(cardClass)
  if (!own) throw new RangeError('A class without policies.')
  return own
}

interface Comparing {
  readonly direction: 'ingress' | 'egress'
  readonly restrict: { readonly source?: IntervalSet; readonly destination?: IntervalSet }
  readonly context: ProofContext
}

const compare = (
  before: ClassPolicies,
  after: ClassPolicies,
  { direction, restrict, context }: Comparing,
): PolicyVerdict =>
  comparePolicies({
    family: context.family,
    primary: before.primary[direction],
    recovery: after.recovery[direction],
    pieces: context.piecesOf(before.vpcKey),
    restrict: { ...restrict, ...(context.protocols && { protocol: context.protocols }) },
    nodeLimit: context.nodeLimit,
    most: MOST_OF_CLASS,
  })

interface Where {
  readonly cardClass: CardClass
  readonly direction: 'ingress' | 'egress'
  readonly family: Family
}

function foundOf(verdict: PolicyVerdict, { cardClass, direction, family }: Where): Found {
  if (verdict.verdict === 'equal') return proven('equal')
  if (verdict.verdict === 'undetermined')
    return { verdict: 'undetermined', differences: [], missing: verdict.missing, more: false }
  const differences = verdict.differences.map((shown) => ({ place: cardClass.name, direction, family, shown }))
  return { verdict: 'different', differences, missing: [], more: verdict.more }
}

/**
 * A difference of one end counts where the other end is outside, or lets the connection through as well: inside, the
 * two policies are put together, for the pairs of which one end differs.
 */
function settlePairs(whole: ClassFound, context: ProofContext): ClassFound {
  const { classes } = context
  const differs = (cardClass: CardClass, direction: 'ingress' | 'egress'): boolean =>
    whole.get(cardClass)?.[direction].verdict === 'different'
  const pairs = classes.flatMap((from) =>
    classes.filter((to) => differs(from, 'egress') || differs(to, 'ingress')).map((to) => ({ from, to })),
  )
  if (pairs.length === 0 || pairs.length > MOST_PAIRS) return whole
  const inside = pairs.map(({ from, to }) => ({ from, to, found: provePair(from, to, context) }))
  const settled = (cardClass: CardClass, direction: 'ingress' | 'egress'): Found => {
    const found = whole.get(cardClass)?.[direction] ?? proven('equal')
    const own = inside.filter(({ from, to }) => (direction === 'egress' ? from : to) === cardClass)
    const outer = found.verdict === 'different' ? proveOutside(cardClass, direction, context) : found
    const parts = [outer, ...own.map((pair) => pair.found)]
    return {
      verdict: worstOf(parts.map(({ verdict }) => verdict)),
      // A pair is shown once, where its connections begin.
      differences: direction === 'egress' ? parts.flatMap(({ differences }) => differences) : outer.differences,
      missing: parts.flatMap(({ missing }) => missing),
      more: parts.some(({ more }) => more),
    }
  }
  return new Map(
    classes.map((cardClass) => [
      cardClass,
      { ingress: settled(cardClass, 'ingress'), egress: settled(cardClass, 'egress') },
    ]),
  )
}

function provePair(from: CardClass, to: CardClass, context: ProofContext): Found {
  const [sender, receiver] = [policiesFor(from, context), policiesFor(to, context)]
  const together = (side: 'primary' | 'recovery'): ConnectionPolicy => [
    ...sender[side].egress,
    ...receiver[side].ingress,
  ]
  const verdict = comparePolicies({
    family: context.family,
    primary: together('primary'),
    recovery: together('recovery'),
    pieces: context.piecesOf(sender.vpcKey),
    restrict: {
      source: sender.addresses,
      destination: receiver.addresses,
      ...(context.protocols && { protocol: context.protocols }),
    },
    nodeLimit: context.nodeLimit,
    most: MOST_OF_CLASS,
  })
  return foundOf(verdict, { cardClass: from, direction: 'egress', family: context.family })
}

function proveOutside(cardClass: CardClass, direction: 'ingress' | 'egress', context: ProofContext): Found {
  const policies = policiesFor(cardClass, context)
  const pieces = context.piecesOf(policies.vpcKey)
  const hosts = [...context.policies.values()].flatMap(({ addresses }) => [...addresses])
  const outside = subtract(
    domainOf(pieces),
    hosts.toSorted((a, b) => (a.lo < b.lo ? -1 : 1)),
  )
  const restrict =
    direction === 'ingress'
      ? { destination: policies.addresses, source: outside }
      : { source: policies.addresses, destination: outside }
  return foundOf(compare(policies, policies, { direction, restrict, context }), {
    cardClass,
    direction,
    family: context.family,
  })
}
