/**
 * What of each quota is in use. "Amazon EC2 instance type quotas": vCPUs of instances that run on demand count, those of
 * Spot Instances, capacity blocks and Dedicated Hosts do not. Capacity reservations that nobody uses count too, and are
 * not seen here.
 */
import type { CallName } from '../actions.ts'
import type { Dump } from '../answers.ts'
import type { FailedRead } from '../ask.ts'
import type { AwsInstance } from '../schema.ts'
import type { Counted, KnownQuota } from './codes.ts'

type Answers = Pick<Dump, 'Reservations' | 'InstanceTypes' | 'Volumes' | 'NetworkInterfaces' | 'Addresses'>

interface InUse {
  readonly answers: Answers
  readonly failures: readonly FailedRead[]
  /** Things with this value of the tag drplan:site are those of the plan itself, and left out; null = all count. */
  readonly ownSite: string | null
}

/** Null = cannot be told, as when what it is counted by was not read to its end. */
export function usedOf({ counted }: Pick<KnownQuota, 'counted'>, { answers, failures, ownSite }: InUse): number | null {
  const missing = new Set(failures.flatMap(({ calls }) => calls))
  if (counted.kind === 'unknown' || callsOf[counted.kind].some((call) => missing.has(call))) return null
  const isOther = ({ tags }: Tagged): boolean =>
    ownSite === null || !tags.some(({ Key, Value }) => Key === 'drplan:site' && Value === ownSite)
  return countUsed(counted, answers, isOther)
}

const callsOf: Readonly<Record<Exclude<Counted['kind'], 'unknown'>, readonly CallName[]>> = {
  vcpus: ['DescribeInstances'],
  'volume-tib': ['DescribeVolumes'],
  'network-interfaces': ['DescribeNetworkInterfaces'],
  'public-addresses': ['DescribeAddresses'],
}

interface Tagged {
  readonly tags: readonly { readonly Key: string; readonly Value?: string | null | undefined }[]
}

type IsOther = (one: Tagged) => boolean

function countUsed(counted: Counted, answers: Answers, isOther: IsOther): number | null {
  if (counted.kind === 'vcpus') return vcpusIn(counted.letters, answers, isOther)
  if (counted.kind === 'volume-tib') return tebibytesIn(counted.volumeType, answers, isOther)
  if (counted.kind === 'network-interfaces')
    return answers.NetworkInterfaces.filter(({ value }) => isOther({ tags: value.TagSet })).length
  return addressesIn(answers, isOther)
}

/** Null when the size of one of them is known to nobody. */
function vcpusIn(
  letters: readonly string[],
  { Reservations, InstanceTypes }: Answers,
  isOther: IsOther,
): number | null {
  const types = new Map(InstanceTypes.map(({ value }) => [value.InstanceType, value.VCpuInfo?.DefaultVCpus ?? 0]))
  const own = Reservations.map(({ value }) => value).filter(
    (instance) => countsOnDemand(instance) && letters.includes(lettersOf(instance)) && isOther({ tags: instance.Tags }),
  )
  const sizes = own.map((instance) => Math.max(types.get(instance.InstanceType ?? '') ?? 0, ownVcpus(instance)))
  return sizes.includes(0) ? null : sizes.reduce((sum, size) => sum + size, 0)
}

const countsOnDemand = ({ State, InstanceLifecycle, Placement }: AwsInstance): boolean =>
  /^(running|pending)$/.test(State?.Name ?? '') && !InstanceLifecycle && Placement?.Tenancy !== 'host'

const lettersOf = ({ InstanceType }: AwsInstance): string => /^[a-z]+/.exec(InstanceType ?? '')?.[0] ?? ''

/** Fewer than those of its type where threads or cores are switched off; the type's count then, to be on the safe side. */
const ownVcpus = ({ CpuOptions }: AwsInstance): number =>
  (CpuOptions?.CoreCount ?? 0) * (CpuOptions?.ThreadsPerCore ?? 0)

/** To three decimals. */
function tebibytesIn(volumeType: string, { Volumes }: Answers, isOther: IsOther): number {
  const own = Volumes.map(({ value }) => value).filter(
    (volume) => volume.VolumeType === volumeType && isOther({ tags: volume.Tags }),
  )
  return Math.round((own.reduce((sum, { Size }) => sum + Size, 0) / 1024) * 1000) / 1000
}

/** Two answers have entries of one address: itself, and the name that leads back from it. */
function addressesIn({ Addresses }: Answers, isOther: IsOther): number {
  const byId = Map.groupBy(Addresses, ({ value, place }) => value.AllocationId ?? value.PublicIp ?? place)
  return [...byId.values()].filter((entries) => isOther({ tags: entries.flatMap(({ value }) => value.Tags) })).length
}
