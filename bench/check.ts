/**
 * How long `drplan check` takes as a whole command: `node bench/check.ts [VMs]`, by default 10,000 VMs in 200 groups with
 * 2,200 rules, 1,000 applications and a dependency in each; once as planned, once with a tenth of the VMs resized and a port
 * opened; at most 20 s each. The estate is the same every time.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const LIMIT_SECONDS = 20
const GROUPS = 200
const vms = Number(process.argv[2] ?? 10_000)

interface Change {
  /** Every tenth VM has twice the memory. */
  readonly resized: boolean
  readonly opened: boolean
}

const rulesOf = (group: number): readonly object[] =>
  Array.from({ length: 11 }, (_, index) => ({
    id: `sgr-${group}-${index}`,
    groupId: `sg-${group}`,
    direction: index === 10 ? 'egress' : 'ingress',
    protocol: index === 10 ? 'any' : 'tcp',
    ports: index === 10 ? null : { from: 1000 + index * 7 + group, to: 1003 + index * 7 + group },
    peer:
      index % 3 === 0 && index < 10
        ? { kind: 'group', groupId: `sg-${(group + index) % GROUPS}` }
        : { kind: 'cidr', cidr: index === 10 ? '0.0.0.0/0' : `10.0.${(group + index) % 128}.0/24` },
    description: '',
  }))

const vmOf = (index: number, { resized }: Change): object => ({
  id: `vm-${index}`,
  name: `server-${index}`,
  vcpus: [2, 4, 8][index % 3],
  memoryGiB: (resized && index % 10 === 0 ? 2 : 1) * ([4, 16, 32][index % 3] ?? 4),
  architecture: 'x86_64',
  firmware: 'uefi',
  os: { name: 'Debian 12', family: 'linux' },
  disks: [{ id: `disk-${index}`, capacityGiB: 40 + (index % 5) * 20, boot: true }],
  nics: [
    {
      id: `nic-${index}`,
      subnetId: 'subnet-0',
      addresses: [`10.0.${(index >> 8) + 1}.${index & 255}`],
      securityGroupIds: [`sg-${index % GROUPS}`],
    },
  ],
  application: `app-${Math.floor(index / 10)}`,
  tier: String([1, 2, 3][Math.floor(index / 10) % 3]),
  dependsOn: index % 10 === 0 ? [] : [`vm-${index - (index % 10)}`],
})

const inventory = (change: Change): object => ({
  schema: 'drplan/inventory@1',
  capturedAt: '2026-11-20T00:00:00.000Z',
  vms: Array.from({ length: vms }, (_, index) => vmOf(index, change)),
  network: {
    vpcs: [{ id: 'vpc-0', name: 'estate', blocks: ['10.0.0.0/16'] }],
    subnets: [
      { id: 'subnet-0', name: 'all', vpcId: 'vpc-0', block: '10.0.0.0/16', zone: 'hall-a', routeTableId: 'rtb-0' },
    ],
    routeTables: [{ id: 'rtb-0', name: 'main', vpcId: 'vpc-0', main: true }],
    routes: [{ id: 'local', tableId: 'rtb-0', destination: '10.0.0.0/16', hop: { kind: 'local', id: null } }],
    securityGroups: Array.from({ length: GROUPS }, (_, group) => ({
      id: `sg-${group}`,
      name: `group-${group}`,
      vpcId: 'vpc-0',
      description: '',
    })),
    securityRules: [
      ...Array.from({ length: GROUPS }, (_, group) => rulesOf(group)).flat(),
      ...(change.opened ? [{ ...rulesOf(0)[1], id: 'sgr-new', ports: { from: 22, to: 22 } }] : []),
    ],
  },
})

const folder = mkdtempSync(join(tmpdir(), 'drplan-bench-check-'))
const put = (change: Change): void => writeFileSync(join(folder, 'inventory.json'), JSON.stringify(inventory(change)))
const drplan = (...args: readonly string[]): { seconds: number; status: number | null; text: string } => {
  const start = performance.now()
  const run = join(import.meta.dirname, '../bin/run.js')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [run, ...args, '--config', join(folder, 'drplan.yaml')],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    },
  )
  return { seconds: (performance.now() - start) / 1000, status, text: `${stdout}${stderr}` }
}

try {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'drplan.yaml'),
    [
      'schema: drplan/config@1',
      'site: { id: estate }',
      'sources: [{ kind: inventory, path: inventory.json }]',
      'target: { platform: aws, region: eu-west-1 }',
      'network: { blocks: [{ from: 10.0.0.0/16, to: 10.64.0.0/16 }] }',
      '',
    ].join('\n'),
  )
  put({ resized: false, opened: false })
  const planned = drplan('plan')
  if (planned.status !== 0) throw new Error(planned.text.slice(-2000))
  console.log(`${vms} VMs planned in ${planned.seconds.toFixed(1)} s`)
  for (const [what, change] of [
    ['as planned', { resized: false, opened: false }],
    ['a tenth resized and a port opened', { resized: true, opened: true }],
  ] as const) {
    put(change)
    const { seconds, status, text } = drplan('check', '--today', '2026-11-22')
    if (status !== 0 && status !== 1) throw new Error(text.slice(-2000))
    const ratio = (seconds / LIMIT_SECONDS).toFixed(2)
    console.log(`check, ${what}: ${seconds.toFixed(1)} s, ${ratio} of ${LIMIT_SECONDS} s; exit ${status}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
