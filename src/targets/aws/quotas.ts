/**
 * What an AWS account has a limited amount of in one region, as AWS counts it. Names, codes and what new accounts have:
 * "Amazon EC2 instance type quotas" (Amazon EC2 documentation), and the pages on quotas of EBS, VPC and Elastic Disaster
 * Recovery of the AWS General Reference, all of 2025.
 */
import type { Quota } from '../../model/shared-limit.ts'
import type { Limit } from '../../model/limit.ts'
import type { RecoveryService } from '../../model/target.ts'

const asOf = '2025'

interface Machines {
  readonly id: string
  readonly group: string
  /** Of families, by the letters that their names begin with. */
  readonly letters: readonly string[]
  readonly initially?: number
}

/** On-demand machines are counted by vCPU in groups of families. */
const machines = ({ id, group, letters, initially = 0 }: Machines): Quota => ({
  id,
  name: `Running On-Demand ${group} instances`,
  of: 'vcpus',
  covers: (what) => 'component' in what && letters.includes(lettersOf(what.component.family)),
  initially,
  source: 'Amazon EC2 instance type quotas',
  asOf,
})

/** `m` of m7i-flex, `u` of u7i-12tb; `mac` of mac2, which runs on dedicated hosts, and they have quotas of their own. */
const lettersOf = (family: string): string => /^[a-z]+/.exec(family)?.[0] ?? ''

const storage = (id: string, what: string, diskClass: string): Quota => ({
  id,
  name: `Storage for ${what} (${diskClass}) volumes, in TiB`,
  of: 'volume-tib',
  covers: (kind) => 'diskClass' in kind && kind.diskClass === diskClass,
  initially: 50,
  source: 'AWS General Reference, EBS quotas',
  asOf,
})

const always = (): boolean => true

export const awsQuotas: readonly Quota[] = [
  machines({
    id: 'L-1216C47A',
    group: 'Standard (A, C, D, H, I, M, R, T, Z)',
    letters: 'a c d h i im is m r t z'.split(' '),
    initially: 5,
  }),
  machines({ id: 'L-DB2E81BA', group: 'G and VT', letters: ['g', 'gr', 'vt'] }),
  machines({ id: 'L-417A185B', group: 'P', letters: ['p'] }),
  machines({ id: 'L-7295265B', group: 'X', letters: ['x'] }),
  machines({ id: 'L-43DA4232', group: 'High Memory', letters: ['u'] }),
  machines({ id: 'L-74FC7D96', group: 'F', letters: ['f'] }),
  machines({ id: 'L-1945791B', group: 'Inf', letters: ['inf'] }),
  machines({ id: 'L-2C3B7624', group: 'Trn', letters: ['trn'] }),
  machines({ id: 'L-6E869C2A', group: 'DL', letters: ['dl'] }),
  machines({ id: 'L-F7808C92', group: 'HPC', letters: ['hpc'] }),
  storage('L-7A658B76', 'General Purpose SSD', 'gp3'),
  storage('L-D18FCD1D', 'General Purpose SSD', 'gp2'),
  storage('L-FD252861', 'Provisioned IOPS SSD', 'io1'),
  storage('L-09BD8365', 'Provisioned IOPS SSD', 'io2'),
  storage('L-82ACEF56', 'Throughput Optimized HDD', 'st1'),
  storage('L-17AF77E8', 'Cold HDD', 'sc1'),
  storage('L-9CF3C2EB', 'Magnetic', 'standard'),
  {
    id: 'L-DF5E4CA3',
    name: 'Network interfaces per Region',
    of: 'network-interfaces',
    covers: always,
    initially: 5000,
    source: 'AWS General Reference, VPC quotas',
    asOf,
  },
  {
    id: 'L-0263D0A3',
    name: 'EC2-VPC Elastic IPs',
    of: 'public-addresses',
    covers: always,
    initially: 5,
    source: 'AWS General Reference, EC2 quotas',
    asOf,
  },
  {
    id: 'drs:replicating-source-servers',
    name: 'Elastic Disaster Recovery: source servers that replicate at a time',
    of: 'replicated-vms',
    covers: always,
    initially: 300,
    source: 'AWS General Reference, Elastic Disaster Recovery quotas',
    asOf,
  },
]

const drs = (value: number, code: string): Limit => ({
  value,
  source: `AWS General Reference, Elastic Disaster Recovery quotas, ${code}`,
  asOf,
})

/** None of these can be raised. */
export const awsRecoveryService: RecoveryService = {
  name: 'Elastic Disaster Recovery',
  parts: 'jobs',
  vmsInPart: drs(100, 'L-B827C881'),
  groupsInPart: null,
  partsAtOnce: drs(20, 'L-D88FAC3A'),
  vmsAtOnce: drs(500, 'L-05AFA8C6'),
}
