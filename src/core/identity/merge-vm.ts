/** One VM out of what several sources say of one machine: the first source wins, later ones fill what it leaves open. */
import { totalDiskGiB, type Nic, type Vm, type VmTraits } from '../../model/site.ts'
import { hostName, sameAmount } from './evidence.ts'

/** How well a source knows where an adapter is. */
export type NicKnowledge = (nic: Nic) => { readonly inKnownVpc: number; readonly inKnownBlock: number }

/** What one source says. */
export interface Statement {
  readonly vm: Vm
  /** The source, as findings call it. */
  readonly label: string
  readonly knows: NicKnowledge
}

/** A fact that two sources state differently. */
export interface Conflict {
  readonly fact: string
  readonly used: Stated
  readonly other: Stated
}

interface Stated {
  readonly value: string
  readonly label: string
}

type Statements = readonly [Statement, ...Statement[]]

/** `statements` in the order of drplan.yaml. Neither `id` nor `dependsOn` is translated here. */
export function mergeVm(statements: Statements): Vm {
  const [{ vm: first }] = statements
  const vms = statements.map(({ vm }) => vm)
  const otherIds = [...new Set(vms.flatMap(({ id, otherIds: more = [] }) => [id, ...more]))].filter(
    (id) => id !== first.id,
  )
  return {
    ...first,
    ...(otherIds.length > 0 ? { otherIds } : {}),
    name: vms.find(({ name }) => hostName(name) !== null)?.name ?? first.name,
    power: vms.find(({ power }) => power !== 'unknown')?.power ?? 'unknown',
    vcpus: firstKnown(vms, (vm) => vm.vcpus),
    memoryGiB: firstKnown(vms, (vm) => vm.memoryGiB),
    architecture: firstKnown(vms, (vm) => vm.architecture),
    firmware: firstKnown(vms, (vm) => vm.firmware),
    os: firstKnown(vms, (vm) => vm.os),
    sourceType: firstKnown(vms, (vm) => vm.sourceType),
    disks: firstFilled(vms, (vm) => vm.disks),
    nics: bestNics(statements),
    accelerators: firstFilled(vms, (vm) => vm.accelerators),
    placement: {
      datacenter: firstKnown(vms, (vm) => vm.placement.datacenter),
      cluster: firstKnown(vms, (vm) => vm.placement.cluster),
      host: firstKnown(vms, (vm) => vm.placement.host),
      zone: firstKnown(vms, (vm) => vm.placement.zone),
    },
    application: firstKnown(vms, (vm) => vm.application),
    protectionGroup: firstKnown(vms, (vm) => vm.protectionGroup),
    tier: firstKnown(vms, (vm) => vm.tier),
    ...firstLiterals(vms),
    ...mergedTraits(vms),
    // A map, because a tag may be called __proto__.
    tags: Object.fromEntries(new Map(vms.toReversed().flatMap((vm) => Object.entries(vm.tags)))),
  }
}

function firstKnown<T>(vms: readonly Vm[], get: (vm: Vm) => T | null): T | null {
  for (const vm of vms) {
    const value = get(vm)
    if (value !== null) return value
  }
  return null
}

function firstLiterals(vms: readonly Vm[]): Pick<Vm, 'literals'> {
  const literals = vms.find((vm) => vm.literals)?.literals
  return literals ? { literals } : {}
}

/** Trait by trait, of the first source that states it. */
function mergedTraits(vms: readonly Vm[]): Pick<Vm, 'traits'> {
  const stated = vms.flatMap(({ traits }) => traits ?? [])
  return stated.length === 0 ? {} : { traits: Object.assign({}, ...stated.toReversed()) as VmTraits }
}

const firstFilled = <T>(vms: readonly Vm[], get: (vm: Vm) => readonly T[]): readonly T[] =>
  vms.map(get).find((list) => list.length > 0) ?? []

/**
 * All adapters of one source, never a mixture: adapters of two sources cannot be paired safely. It is the source that
 * places the most addresses in VPCs whose blocks it knows; then in subnets whose block it knows, where guessed blocks
 * count too; then the one that has adapters at all; then the first.
 */
function bestNics(statements: Statements): readonly Nic[] {
  const scored = statements.map(({ vm, knows }) => {
    const known = vm.nics.map(knows)
    const inKnownVpc = known.reduce((sum, each) => sum + each.inKnownVpc, 0)
    const inKnownBlock = known.reduce((sum, each) => sum + each.inKnownBlock, 0)
    const addresses = vm.nics.reduce((sum, nic) => sum + nic.addresses.length, 0)
    return { nics: vm.nics, score: [inKnownVpc, inKnownBlock, Math.min(1, addresses), Math.min(1, vm.nics.length)] }
  })
  // Sorting is stable, so the first source stays first among equals.
  return scored.toSorted((a, b) => compareScores(b.score, a.score))[0]?.nics ?? []
}

function compareScores(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, position) => value !== b[position])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

interface Fact {
  readonly fact: string
  /** Null when the source does not state it. */
  readonly of: (vm: Vm) => string | number | null
  readonly unit: string
}

const facts: readonly Fact[] = [
  { fact: 'host name', of: ({ name }) => hostName(name), unit: '' },
  { fact: 'kind', of: ({ kind }) => kind, unit: '' },
  { fact: 'power', of: ({ power }) => (power === 'unknown' ? null : power), unit: '' },
  { fact: 'vCPUs', of: ({ vcpus }) => vcpus, unit: '' },
  { fact: 'memory', of: ({ memoryGiB }) => memoryGiB, unit: ' GiB' },
  { fact: 'total disk size', of: (vm) => totalDiskGiB(vm) || null, unit: ' GiB' },
  { fact: 'OS family', of: ({ os }) => os?.family ?? null, unit: '' },
]

/** Facts that a later source states differently from the one that is used. */
export function conflictsOf(statements: Statements): readonly Conflict[] {
  return facts.flatMap(({ fact, of, unit }) => {
    const stated = statements.flatMap(({ vm, label }) => {
      const value = of(vm)
      return value === null ? [] : [{ value, label }]
    })
    const [used, ...others] = stated
    if (!used) return []
    const show = ({ value, label }: (typeof stated)[number]): Stated => ({ value: `${value}${unit}`, label })
    return others
      .filter((other) => !sameValue(used.value, other.value))
      .map((other) => ({ fact, used: show(used), other: show(other) }))
  })
}

const sameValue = (a: string | number, b: string | number): boolean =>
  typeof a === 'number' && typeof b === 'number' ? sameAmount(a, b) : a === b
