/**
 * Facts that one source guesses, or has no place for, and that the site has from another one. A guess is withdrawn where
 * the site does not use it: that another source agrees with it is no reason, for that may be a guess too.
 */
import type { FactId } from '../../model/fact.ts'
import type { Finding } from '../../model/finding.ts'
import { listed } from '../../model/listed.ts'
import type { Network } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import type { SiteReading } from '../../model/source.ts'

/** A VM as one source gave it, and what it became. */
export interface Shared {
  readonly own: Vm
  readonly merged: Vm
  /** The same machine as sources gave it that come before this one; what they state counts. */
  readonly earlier: readonly Vm[]
}

export interface Answers {
  /** Undefined where this source alone knows the VM. */
  readonly sharedVm: (id: string) => Shared | undefined
  /** Of the site. */
  readonly network: Network
}

interface Fact {
  /** For people. */
  readonly words: string
  readonly isMissing: (id: string, reading: Pick<SiteReading, 'network'>, answers: Answers) => boolean
}

const ofVm = (words: string, isMissing: (shared: Shared) => boolean): Fact => ({
  words,
  isMissing: (id, _, { sharedVm }) => {
    const shared = sharedVm(id)
    return shared === undefined || isMissing(shared)
  },
})

/** Of one value: the first source that states it counts. */
const stated = (words: string, get: (vm: Vm) => unknown): Fact =>
  ofVm(
    words,
    ({ own, merged, earlier }) =>
      get(merged) === null || (get(own) !== null && earlier.every((vm) => get(vm) === null)),
  )

/** Of a list: the site has that of one source, never a mixture (merge-vm.ts). */
const takenWhole = (words: string, get: (vm: Vm) => readonly unknown[]): Fact =>
  ofVm(words, ({ own, merged }) => get(merged).length === 0 || get(merged) === get(own))

const subnetOf = ({ subnets }: Network, id: string) => subnets.find((subnet) => subnet.id === id)

const facts: Readonly<Record<FactId, Fact>> = {
  application: stated('the application', (vm) => vm.application),
  block: {
    words: 'the block',
    isMissing: (id, { network }, answers) => {
      const own = subnetOf(network, id)
      return own === undefined || own === subnetOf(answers.network, id)
    },
  },
  disks: takenWhole('disks', (vm) => vm.disks),
  firmware: stated('BIOS or UEFI', (vm) => vm.firmware),
  host: stated('the host', (vm) => vm.placement.host),
  interfaces: takenWhole('network interfaces', (vm) => vm.nics),
  memory: stated('memory', (vm) => vm.memoryGiB),
  os: stated('the operating system', (vm) => vm.os),
  power: stated('whether it runs', ({ power }) => (power === 'unknown' ? null : power)),
  routes: {
    words: 'the route table',
    isMissing: (id, _, { network }) => (subnetOf(network, id)?.routeTableId ?? null) === null,
  },
  'used-space': ofVm(
    'space in use',
    ({ merged: { disks } }) => disks.length === 0 || disks.some(({ usedGiB }) => usedGiB === null),
  ),
  vcpus: stated('vCPUs', (vm) => vm.vcpus),
}

/** What is left of a finding that says which facts it is about. */
export function withoutKnownFacts(
  finding: Finding & { readonly about: readonly FactId[] },
  reading: Pick<SiteReading, 'network' | 'vms'>,
  answers: Answers,
): readonly Finding[] {
  const { about, affected } = finding
  const isMissing = (fact: FactId, id: string): boolean => facts[fact].isMissing(id, reading, answers)
  if (affected.length > 0) {
    const left = affected.filter((id) => about.some((fact) => isMissing(fact, id)))
    if (left.length === affected.length) return [finding]
    return left.length === 0 ? [] : [{ ...finding, affected: left, message: leftOf(finding, left) }]
  }
  const ids = reading.vms.filter(({ kind }) => kind === 'workload').map(({ id }) => id)
  const left = about.filter((fact) => ids.length === 0 || ids.some((id) => isMissing(fact, id)))
  if (left.length === about.length) return [finding]
  const said = left.map((fact) => facts[fact].words).join('; ')
  return left.length === 0 ? [] : [{ ...finding, about: left, message: `Of some VMs no source says ${said}.` }]
}

/** Of VMs a message speaks as "these"; subnets it counts or lists, and some of them are not meant any more. */
function leftOf({ about = [], message }: Finding, left: readonly string[]): string {
  if (about.includes('block')) return `The blocks of these subnets are guessed: ${listed(left)}.`
  if (about.includes('routes')) return `No source says the routes of these subnets: ${listed(left)}.`
  return message
}
