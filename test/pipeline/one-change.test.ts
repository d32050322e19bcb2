/**
 * A git repository with a committed plan; one thing is changed at a time, and the check says what follows from it and
 * nothing else. Git brings back what was committed.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createBaseline } from '../../src/core/gate/baseline.ts'
import type { CheckBaseline } from '../../src/model/check-baseline.ts'
import type { CheckReport } from '../../src/model/check-report.ts'
import { check, type CheckWish } from '../../src/pipeline/check.ts'
import { neededPermissions } from '../../src/pipeline/permissions.ts'
import { contextOf, runPlan } from '../support/run-plan.ts'
import { harbourFoods } from '../support/temporary-folder.ts'

const repository = mkdtempSync(join(tmpdir(), 'drplan-one-change-'))
const wish: CheckWish = { failOn: 'error', forecast: false, recovery: false, today: '2026-11-21', baseline: null }
let baseline: CheckBaseline | null = null

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=drplan', '-c', 'user.email=drplan@example.com', ...args], {
    cwd: repository,
    encoding: 'utf8',
  })

const checked = async (parts: Partial<CheckWish> = {}): Promise<CheckReport> =>
  check(await contextOf(repository), { ...wish, ...parts })

beforeAll(async () => {
  await cp(harbourFoods, repository, {
    recursive: true,
    filter: (path) => !/expected|what-if|metrics/.test(path.slice(harbourFoods.length)),
  })
  edit('drplan.yaml', (text) => text.replace(/ {2}- kind: metrics-csv\n {4}path: metrics.csv.gz\n/, ''))
  await runPlan(repository)
  git('init', '--quiet')
  git('add', '--all', '--force')
  git('commit', '--quiet', '--message', 'The plan')
  baseline = createBaseline((await checked()).findings)
})

afterEach(() => {
  git('checkout', '--quiet', '--', '.')
  git('clean', '--quiet', '-d', '--force')
})

afterAll(() => rmSync(repository, { recursive: true, force: true }))

function edit(file: string, change: (text: string) => string): void {
  const path = join(repository, file)
  const before = readFileSync(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`Nothing changed in ${file}.`)
  writeFileSync(path, after)
}

/** Without the no-break spaces between numbers and units. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

interface Vm {
  id: string
  name: string
  vcpus: number
  memoryGiB: number
  disks: { id: string; capacityGiB: number; boot?: boolean }[]
  nics: { id: string; subnetId: string; addresses: string[]; securityGroupIds: string[] }[]
  dependsOn: string[]
  [fact: string]: unknown
}
interface Row {
  id: string
  [fact: string]: unknown
}
interface Inventory {
  capturedAt: string
  vms: Vm[]
  network: Record<'subnets' | 'routes' | 'securityRules' | 'dnsRecords' | 'objects', Row[]>
}

const inInventory = (change: (inventory: Inventory) => void) => (): void =>
  edit('inventory.json', (text) => {
    const inventory = JSON.parse(text) as Inventory
    change(inventory)
    return JSON.stringify(inventory, null, 2)
  })

const vm = (name: string, change: (vm: Vm, inventory: Inventory) => void): (() => void) =>
  inInventory((inventory) =>
    change(
      inventory.vms.find((one) => one.name === name)!,
      inventory,
    ),
  )
const net = (change: (network: Inventory['network']) => void): (() => void) =>
  inInventory(({ network }) => change(network))
const yaml = (text: string) => (): void => edit('drplan.yaml', (before) => `${before}\n${text}\n`)
const waived = (waiver: string): (() => void) => yaml(`check:\n  waivers:\n    - ${waiver}`)
const drilled = (startedAt: string) => (): void => {
  const recorded = ['vm-151', 'vm-152'].map((vmId) => ({ term: 'boot', vmId, minutes: [3] }))
  const times = { schema: 'drplan/measured-times@1', run: 'drill-1', runbook: 'drill', site: 'harbour-foods' }
  writeFileSync(join(repository, 'drill.json'), JSON.stringify({ ...times, startedAt, steps: [], recorded }))
  yaml('check:\n  drills: [drill.json]')()
}
/** A list of what is needed, with what is changed about it, as the permissions of a role. */
const permitted = (change: (actions: readonly string[]) => readonly string[]) => async (): Promise<void> => {
  const { needed } = await neededPermissions(await contextOf(repository))
  writeFileSync(join(repository, 'dr-role.json'), JSON.stringify(change(needed.map(({ action }) => action))))
  yaml('check:\n  permissions: { policyFile: dr-role.json }')()
}
const remove = <T extends Row>(rows: T[], id: string): T => {
  const index = rows.findIndex((row) => row.id === id)
  const [row] = rows.splice(index, 1)
  if (!row) throw new Error(`There is no ${id}.`)
  return row
}
const aRule = (over: object): Row => ({
  id: 'sg-web-new',
  groupId: 'sg-web',
  direction: 'ingress',
  protocol: 'tcp',
  ports: { from: 8443, to: 8443 },
  peer: { kind: 'cidr', cidr: '0.0.0.0/0' },
  description: 'new',
  ...over,
})
const http = 'sg-web-ingress-tcp-80-0-0-0-0-0'

interface Case {
  readonly what: string
  readonly change: () => void | Promise<void>
  /** `rule subject`, in the order of the report; of every finding that the baseline has not. */
  readonly found: readonly string[]
  /** Parts of messages, in any of them. */
  readonly says?: readonly string[]
  readonly wish?: Partial<CheckWish>
}

const input = 'check.input-changed file inventory.json'

const cases: readonly Case[] = [
  {
    what: 'a VM with twice the vCPUs has outgrown its component, and the next one has a price',
    change: vm('erp-db-1', (one) => (one.vcpus = 32)),
    found: ['check.vm-outgrown erp-db-1', input],
    says: ['vCPU 16 → 32', 'USD a month standing by'],
  },
  {
    what: 'a VM with fewer vCPUs is still held',
    change: vm('erp-db-1', (one) => (one.vcpus = 8)),
    found: ['check.vm-changed erp-db-1', input],
    says: ['It would still be recovered on'],
  },
  {
    what: 'a little more memory than the component has is too much',
    change: vm('web-1', (one) => (one.memoryGiB = 4.1)),
    found: ['check.vm-outgrown web-1', input],
  },
  {
    what: 'a VM that nothing holds takes its application with it',
    change: vm('web-1', (one) => (one.memoryGiB = 999_999)),
    found: ['check.promise-broken storefront', 'check.vm-outgrown web-1', input],
    says: ['no recovery at all as it is now', 'short by'],
  },
  {
    what: 'a disk that grew does not fit on the one that is planned',
    change: vm('mon-1', (one) => (one.disks[1]!.capacityGiB = 900)),
    found: ['check.disks-changed mon-1', input],
    says: ['200 GiB gp3 → 900 GiB gp3'],
  },
  {
    what: 'a new disk is not recovered',
    change: vm('mon-1', (one) => one.disks.push({ id: 'vm-151-disk-9', capacityGiB: 10 })),
    found: ['check.disks-changed mon-1', input],
    says: ['vm-151-disk-9 (10 GiB gp3) is new'],
  },
  {
    what: 'a disk that is gone is paid for',
    change: vm('mon-1', (one) => one.disks.pop()),
    found: ['check.disks-changed mon-1', input],
    says: ['is gone'],
  },
  {
    what: 'a new VM is unprotected, with what it would cost',
    change: vm('web-1', (one, { vms }) =>
      vms.push({
        ...one,
        id: 'vm-999',
        name: 'web-9',
        nics: [{ ...one.nics[0]!, id: 'vm-999-nic-0', addresses: ['10.20.1.99'] }],
        dependsOn: [],
      }),
    ),
    found: ['check.vm-unprotected web-9', input, 'map.price-stale old prices'],
    says: ['planned now it would be'],
  },
  {
    what: 'a VM that is gone is waited for',
    change: vm('cache-1', (one, { vms }) => remove(vms, one.id)),
    found: [
      'check.vm-gone cache-1',
      'plan.dependency-unknown shop-1',
      'plan.dependency-unknown shop-2',
      'check.dependency-changed shop-1',
      'check.dependency-changed shop-2',
      input,
    ],
    says: ['shop-1, shop-2 wait for it', 'a month are paid for it'],
  },
  {
    what: 'a VM that was switched off is left out, and a record points at it',
    change: vm('web-2', (one) => (one['power'] = 'off')),
    found: [
      'check.vm-left-out web-2',
      'network.record-unclear shop.harbour-foods.example',
      input,
      'plan.vm-excluded 2 VMs',
      'site.vm-powered-off powered-off VMs',
    ],
    says: ['it is powered off'],
  },
  {
    what: 'a new name moves what is made for the VM, and a rule of names gives it another application',
    change: vm('log-1', (one) => (one.name = 'logs-1')),
    found: ['check.tier-changed log-1', 'check.promise-weaker office', 'check.vm-renamed logs-1', input],
    says: ['application monitoring → office'],
  },
  {
    what: 'another address has no place in rules and records',
    change: vm('web-1', (one) => (one.nics[0]!.addresses = ['10.20.1.12'])),
    found: ['check.address-changed web-1', 'network.record-unclear shop.harbour-foods.example', input],
    says: ['10.20.1.12 → 10.120.1.12'],
  },
  {
    what: 'another subnet is another address, and no rule of subnets gives it an application',
    change: vm('files-1', (one) => {
      one.nics[0] = { ...one.nics[0]!, subnetId: 'sn-app-a', addresses: ['10.20.11.77'] }
    }),
    found: ['check.address-changed files-1', 'check.tier-changed files-1', input, 'plan.tier-proposed tier 3'],
  },
  {
    what: 'another security group opens and closes connections',
    change: vm('web-1', (one) => (one.nics[0]!.securityGroupIds = ['sg-app'])),
    found: [
      'check.connection-lost security groups: sg-app-egress-any-all-10-20-0-0-16',
      'check.connection-lost security groups: sg-app-ingress-tcp-8080-sg-web',
      'check.connection-lost security groups: sg-app-ingress-tcp-9100-sg-office',
      'check.connection-opened security groups: app-xd7eg8t-ingress-mh4a365 (from sg-app-ingress-tcp-8080-sg-web)',
      'check.connection-opened security groups: web-nonzc2o-ingress-li8ohgb (from sg-web-ingress-tcp-443-0-0-0-0-0)',
      'policy.data-not-in-public-subnet web-1',
      input,
    ],
  },
  {
    what: 'a stronger tier breaks the promise of what it needs',
    change: vm('erp-report-1', (one) => (one['tier'] = '0')),
    found: [
      'check.promise-broken erp',
      'check.tier-changed erp-report-1',
      'plan.dependency-tier erp-db-1',
      input,
      'policy.room-in-memory erp-report-1',
    ],
    says: ['tier 3 (RTO 24 h, RPO 24 h) → 0 (RTO 5 min, RPO 1 min)'],
  },
  {
    what: 'a weaker tier of a database breaks the promise of what needs it',
    change: vm('shop-db-1', (one) => (one['tier'] = '3')),
    found: ['check.promise-broken storefront', 'check.tier-changed shop-db-1', 'plan.dependency-tier shop-db-1', input],
    says: ['shop-db-2 waits for shop-db-1'],
  },
  {
    what: 'a VM of another application is promised something else',
    change: vm('cache-1', (one) => (one['application'] = 'erp')),
    found: ['check.tier-changed cache-1', input],
    says: ['application storefront → erp'],
  },
  {
    what: 'a new need that comes up later breaks the order, and the promise',
    change: vm('web-1', (one) => one.dependsOn.push('render-store-1')),
    found: [
      'check.dependency-unordered web-1',
      'check.promise-broken storefront',
      'plan.dependency-tier render-store-1',
      input,
    ],
    says: ['which the plan starts in wave 10'],
  },
  {
    what: 'a new need that comes up before changes nothing',
    change: vm('files-1', (one) => one.dependsOn.push('shop-db-1')),
    found: ['check.dependency-changed files-1', input],
    says: ['The order of the plan holds'],
  },
  {
    what: 'a need that is gone changes nothing',
    change: vm('log-1', (one) => (one.dependsOn = [])),
    found: ['check.dependency-changed log-1', input],
  },
  {
    what: 'a need that nobody has is unknown',
    change: vm('log-1', (one) => one.dependsOn.push('nobody')),
    found: ['plan.dependency-unknown log-1', input],
  },
  {
    what: 'a circle of needs is found, with all whose tier it pulls up',
    change: vm('shop-db-1', (one) => one.dependsOn.push('web-1')),
    found: [
      'plan.dependency-cycle vm-101, vm-103, vm-105',
      'plan.dependency-tier cache-1',
      'plan.dependency-tier shop-1',
      'plan.dependency-tier web-1',
      input,
    ],
  },
  {
    what: 'an operating system past its end is warned of',
    change: vm('mon-1', (one) => (one['os'] = { name: 'CentOS 7', family: 'linux' })),
    found: ['map.compatibility-warned os-end-of-life', 'policy.os-supported mon-1', input],
    says: ['supported until 2024-06-30'],
  },
  {
    what: 'another firmware asks for another image',
    change: vm('mon-1', (one) => (one['firmware'] = 'uefi')),
    found: ['check.vm-changed mon-1', input],
    says: ['firmware bios → uefi'],
  },
  {
    what: 'a GPU asks for another component',
    change: vm('mon-1', (one) => {
      one['accelerators'] = [{ kind: 'gpu', model: 'NVIDIA L4', count: 1, memoryGiB: 24 }]
    }),
    found: ['check.component-changed mon-1', input, 'map.compatibility-noted accelerator-state'],
    says: ['now it would be g6.xlarge'],
  },
  {
    what: 'an architecture that nothing of its kind has leaves a VM without a component',
    change: vm('mon-1', (one) => (one['architecture'] = 'arm64')),
    found: ['check.promise-broken monitoring', 'check.vm-outgrown mon-1', input],
    says: ['Architecture decides'],
  },
  {
    what: 'an open port at the primary site is closed at the recovery site',
    change: net(({ securityRules }) => securityRules.push(aRule({}))),
    found: ['check.connection-lost security groups: sg-web-new', input],
    says: [':8443', '11 more paths'],
  },
  {
    what: 'a closed port at the primary site is open at the recovery site',
    change: net(({ securityRules }) => remove(securityRules, http)),
    found: [`check.connection-opened security groups: web-nonzc2o-ingress-qwubijk (from ${http})`, input],
    says: [':80'],
  },
  {
    what: 'a rule for a narrower block leaves the recovery site too open',
    change: net(({ securityRules }) => {
      securityRules.find(({ id }) => id === http)!['peer'] = { kind: 'cidr', cidr: '203.0.113.0/24' }
    }),
    found: [`check.connection-opened security groups: web-nonzc2o-ingress-qwubijk (from ${http})`, input],
  },
  {
    what: 'a rule in two halves lets the same through',
    change: net(({ securityRules }) => {
      const rule = remove(securityRules, http)
      for (const half of ['0.0.0.0/1', '128.0.0.0/1'])
        securityRules.push({ ...rule, id: `half-${half}`, peer: { kind: 'cidr', cidr: half } })
    }),
    found: [input, 'check.network-rewritten security rule'],
  },
  {
    what: 'another description of a rule lets the same through',
    change: net(({ securityRules }) => (securityRules.find(({ id }) => id === http)!['description'] = 'other words')),
    found: [input, 'check.network-rewritten security rule'],
  },
  {
    what: 'a longer list of addresses lets more in',
    change: net(({ objects }) => (objects[0]!['blocks'] as string[]).push('192.168.200.0/24')),
    found: ['check.connection-lost security groups: sg-erp-ingress-tcp-8443-pl-depots', input],
    says: ['192.168.200.0'],
  },
  {
    what: 'an entry of a network ACL that denied what no group lets in either changes no connection',
    change: net(({ objects }) => (objects[1]!['entries'] as unknown[]).shift()),
    found: [input, 'check.network-rewritten packet filter entry'],
  },
  {
    what: 'an entry of a network ACL less for what groups let in leaves the recovery site too open',
    change: net(({ objects }) => {
      const entries = objects[1]!['entries'] as { name: string; direction: string }[]
      entries.splice(
        entries.findIndex(({ name, direction }) => name === '200' && direction === 'ingress'),
        1,
      )
    }),
    found: ['check.connection-opened data, for answers: 100', 'check.connection-opened data: 100', input],
  },
  {
    what: 'a deleted subnet leaves its VMs without a place',
    change: net(({ subnets }) => remove(subnets, 'sn-render')),
    found: [
      'check.address-changed render-1',
      'check.address-changed render-store-1',
      'network.flow-lost unplaced (sg-render), egress',
      ...['VPC', 'address block', 'subnet'].map((kind) => `check.network-changed ${kind}`),
      'network.route-different rtb-harbour-main, route',
      'network.route-different rtb-harbour-private, route',
      'network.route-different rtb-harbour-public, route',
      'network.subnet-unknown 2 VMs',
      'site.reference-missing subnets',
      input,
    ],
  },
  {
    what: 'a route that is gone leaves the recovery site with a way out',
    change: net(({ routes }) => remove(routes, 'rtb-harbour-public-internet-gateway')),
    found: [
      'check.connection-opened routes: harbour-public-0-0-0-0-0-ja3ntd8',
      'network.route-different rtb-harbour-private, route',
      'network.route-untranslated harbour-private → 0.0.0.0/0',
      input,
    ],
    says: ['the primary site says nowhere now'],
  },
  {
    what: 'a subnet that nobody is in yet is a subnet more',
    change: net(({ subnets }) => subnets.push({ ...subnets[0]!, id: 'sn-new', name: 'new', block: '10.20.77.0/24' })),
    found: ['check.network-changed subnet', input],
  },
  {
    what: 'a record with an address less answers with an address less',
    change: net(({ dnsRecords }) => (dnsRecords[0]!['values'] = ['10.20.1.11'])),
    found: ['check.network-changed DNS record', input],
  },
  {
    what: 'a name that clients may keep for an hour comes back late',
    change: net(({ dnsRecords }) => (dnsRecords[0]!['ttlSeconds'] = 3600)),
    found: [
      'check.network-changed DNS record',
      'network.dns-ttl shop.harbour-foods.example',
      'policy.dns-within-rto shop.harbour-foods.example A',
      input,
    ],
    says: ['3600 s'],
  },
  {
    what: 'a VM that drplan.yaml excludes is left out',
    change: yaml('exclude:\n  - match: { name: web-2 }\n    reason: not needed'),
    found: [
      'check.vm-left-out web-2',
      'network.record-unclear shop.harbour-foods.example',
      'check.input-changed drplan.yaml',
      'plan.vm-excluded 1 VM',
    ],
    says: ['drplan leaves it out now: not needed'],
  },
  {
    what: 'a longer time to notice breaks what had nothing to spare, and others come back later',
    change: yaml('recovery:\n  detectMinutes: 3'),
    found: [
      'check.promise-broken identity',
      'check.promise-broken storefront',
      ...['erp', 'monitoring', 'office', 'render', 'warehouse'].map((one) => `check.promise-weaker ${one}`),
      'check.input-changed drplan.yaml',
    ],
    says: ['RTO 5 and RPO 1 min as planned, RTO 6 and RPO 1 min as it is now'],
  },
  {
    what: 'another horizon of demand is another forecast',
    change: yaml('demand:\n  horizonDays: 90'),
    found: ['check.history-newer drplan.yaml: demand', 'check.input-changed drplan.yaml'],
  },
  {
    what: 'another region is another recovery site',
    change: () => edit('drplan.yaml', (text) => text.replace('region: eu-central-1', 'region: eu-west-1')),
    found: ['check.target-changed aws eu-west-1', 'check.input-changed drplan.yaml'],
  },
  {
    what: 'Terraform that somebody edited is not the plan',
    change: () => edit('out/terraform/foundation/terraform.tfvars.json', (text) => text.replace('10.120', '10.121')),
    found: ['check.output-changed terraform/foundation/terraform.tfvars.json'],
  },
  {
    what: 'a runbook that is gone cannot be followed',
    change: () => unlinkSync(join(repository, 'out/runbooks/failover.md')),
    found: ['check.output-missing runbooks/failover.md'],
  },
  {
    what: 'a plan that somebody edited is not what the files say',
    change: () => edit('out/plan.json', (text) => text.replace('"madeBy": "drplan test"', '"madeBy": "drplan 0.0.1"')),
    found: ['check.output-changed plan.json', 'check.version-changed drplan 0.0.1'],
  },
  {
    what: 'an inventory of last year says nothing about today',
    change: inInventory((inventory) => (inventory.capturedAt = '2025-11-21T00:00:00.000Z')),
    found: ['check.inventory-old harbour-foods', input],
    says: ['365 days ago'],
  },
  {
    what: 'a drill that was half a year ago is too old',
    change: drilled('2026-04-01T08:00:00.000Z'),
    found: ['check.drill-old monitoring'],
    says: ['234 days ago'],
  },
  {
    what: 'a drill of last week is a drill',
    change: drilled('2026-11-14T08:00:00.000Z'),
    found: [],
  },
  {
    what: 'a waiver that ended is said, with what it was for',
    change: () => {
      waived("{ rule: check.vm-outgrown, subject: web-*, owner: ops, reason: a trial, until: '2026-11-01' }")()
      vm('web-1', (one) => (one.memoryGiB = 64))()
    },
    found: ['check.vm-outgrown web-1', 'check.waiver-ended check.vm-outgrown of web-*', input],
    says: ['The waiver of ops ended on 2026-11-01'],
  },
  {
    what: 'a waiver that holds lets the check pass',
    change: () => {
      waived("{ rule: check.vm-outgrown, subject: web-*, owner: ops, reason: a trial, until: '2026-12-01' }")()
      vm('web-1', (one) => (one.memoryGiB = 64))()
    },
    found: [input],
  },
  {
    what: 'a severity that drplan.yaml states decides',
    change: () => {
      edit('drplan.yaml', (text) => `${text}\ncheck:\n  severities: { check.vm-outgrown: warning }\n`)
      vm('web-1', (one) => (one.memoryGiB = 64))()
    },
    found: ['check.vm-outgrown web-1', input],
  },
  {
    what: 'a password in a file that is looked through is said by its line, and not what it is',
    change: () => {
      writeFileSync(join(repository, 'app.env'), 'A=1\nDB_PASSWORD=Zq8mWk2vTb71\n')
      edit('drplan.yaml', (text) => text.replace(/^network:\n/m, 'network:\n  scan: [{ path: app.env }]\n'))
    },
    found: ['site.secret-in-file app.env', 'check.input-changed drplan.yaml', 'check.input-changed scan app.env'],
    says: ['password on line 2'],
  },
  {
    what: 'a variable in its place is no secret',
    change: () => {
      writeFileSync(join(repository, 'app.env'), 'A=1\nDB_PASSWORD=${DB_PASSWORD}\n')
      edit('drplan.yaml', (text) => text.replace(/^network:\n/m, 'network:\n  scan: [{ path: app.env }]\n'))
    },
    found: ['check.input-changed drplan.yaml', 'check.input-changed scan app.env'],
  },
  {
    what: 'a role that may launch nothing stops the Terraform of the day, and the step of DRS',
    change: permitted((actions) => actions.filter((action) => action !== 'ec2:RunInstances')),
    found: ['check.permission-missing dr-role.json: Terraform foundation'],
    says: ['needs ec2:RunInstances, and dr-role.json may not', 'wave 7 does not come back'],
  },
  {
    what: 'a role that may do all that is needed is enough',
    change: permitted((actions) => actions),
    found: [],
  },
  {
    what: 'a role that may do it on conditions cannot be told',
    change: () => {
      const Statement = {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      }
      writeFileSync(join(repository, 'dr-role.json'), JSON.stringify({ PolicyDocument: { Statement } }))
      yaml('check:\n  permissions: { policyFile: dr-role.json }')()
    },
    found: [expect.stringMatching(/^check.permission-unknown dr-role.json: \d+ actions$/) as string],
    says: ['statements allow it on conditions'],
  },
  {
    what: 'a lock file with a provider that a module does not take keeps Terraform from starting',
    change: () => {
      for (const [root, version] of [
        ['foundation', '6.2.0'],
        ['recovery', '6.21.0'],
      ] as const)
        writeFileSync(
          join(repository, `out/terraform/${root}/.terraform.lock.hcl`),
          `provider "registry.terraform.io/hashicorp/aws" {\n  version = "${version}"\n}\n`,
        )
    },
    found: ['check.version-provider terraform/foundation: hashicorp/aws'],
    says: ['asks for ~> 6.19'],
  },
  {
    what: 'a lock file that was forgotten leaves the provider to the day',
    change: () => {
      const lock = 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "6.21.0"\n}\n'
      writeFileSync(join(repository, 'out/terraform/recovery/.terraform.lock.hcl'), lock)
    },
    found: ['check.version-unlocked terraform/foundation'],
  },
]

test('without a change there is nothing beyond the baseline, and the check passes', async () => {
  const report = await checked({ baseline })

  expect(report.findings.filter(({ status }) => status === 'open')).toEqual([])
  expect(report.passed).toBe(true)
})

test.each(cases)('$what', async ({ change, found, says = [], wish: over }) => {
  await change()

  const report = await checked({ baseline, ...over })

  const open = report.findings.filter(({ status }) => status === 'open')
  expect(open.map(({ rule, subject }) => plain(`${rule} ${subject}`))).toEqual(found)
  const messages = plain(open.map(({ message }) => message).join('\n'))
  for (const words of says) expect(messages).toContain(words)
  expect(report.passed).toBe(open.every(({ severity }) => severity !== 'error'))
})
