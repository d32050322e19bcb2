/** Nouns with sensible defaults; a test states only what it is about. */
import { parseAddress } from '../src/model/address.ts'
import type { Disk, Nic, Site, Vm } from '../src/model/site.ts'
import type { Dependency } from '../src/model/dependency.ts'
import type { Demand, Need } from '../src/model/forecast.ts'
import { emptyNetwork } from '../src/model/network.ts'

export const aDisk = (over: Partial<Disk> = {}): Disk => ({
  id: 'disk-1',
  name: 'disk 1',
  capacityGiB: 50,
  usedGiB: null,
  sourceClass: null,
  iops: null,
  throughputMiBps: null,
  attachment: 'exclusive',
  boot: true,
  ...over,
})

export const aNic = (over: Partial<Nic> = {}): Nic => ({
  id: 'nic-1',
  subnetId: 'subnet-1',
  macAddress: null,
  addresses: [parseAddress('10.0.0.10')],
  securityGroupIds: [],
  hasPublicAddress: false,
  ...over,
})

export const aVm = (over: Partial<Vm> = {}): Vm => ({
  id: 'vm-1',
  name: over.id ?? 'vm-1',
  source: 'inventory',
  kind: 'workload',
  power: 'on',
  vcpus: 2,
  memoryGiB: 8,
  architecture: 'x86_64',
  firmware: 'uefi',
  os: { name: 'Debian 12', family: 'linux' },
  sourceType: null,
  disks: [aDisk()],
  nics: [aNic()],
  accelerators: [],
  placement: { datacenter: null, cluster: null, host: null, zone: null },
  application: null,
  protectionGroup: null,
  tier: null,
  dependsOn: [],
  tags: {},
  ...over,
})

export const aSite = (over: Partial<Site> = {}): Site => ({
  id: 'test-site',
  region: null,
  capturedAt: null,
  vms: [aVm()],
  network: emptyNetwork,
  dependencies: [],
  findings: [],
  ...over,
})

export const aNeed = (required: number, over: Partial<Need> = {}): Need => ({
  required,
  expected: null,
  interval: null,
  growth: null,
  allocated: required,
  peak: null,
  basis: 'allocation',
  headroom: 0,
  model: null,
  ...over,
})

export const aDemand = (over: Partial<Demand> = {}): Demand => ({
  vmId: 'vm-1',
  level: 0.95,
  horizonHours: 672,
  vcpus: aNeed(2),
  memoryGiB: aNeed(8),
  iops: null,
  diskMiBps: null,
  networkMbps: null,
  churnGiBPerHour: null,
  storageGiB: 50,
  gpuMemoryGiB: null,
  confidence: { level: 'none', coverage: 0, historyDays: 0, missing: [] },
  ...over,
})

export const aDependency = (over: Partial<Dependency> = {}): Dependency => ({
  fromVmId: 'web',
  toVmId: 'db',
  evidence: 'flow',
  protocol: 'tcp',
  port: 5432,
  observed: { records: 3, bytes: 900, first: null, last: null },
  confidence: 'likely',
  why: 'traffic was seen',
  ...over,
})
