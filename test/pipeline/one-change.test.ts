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
import type { CheckReport } from '../../src/model/check-report.ts'
import { check, type CheckWish } from '../../src/pipeline/check.ts'
import { contextOf, runPlan } from '../support/run-plan.ts'
import { harbourFoods } from '../support/temporary-folder.ts'

const repository = mkdtempSync(join(tmpdir(), 'drplan-one-change-'))
const wish: CheckWish = { failOn: 'error', forecast: false, today: '2026-11-21', baseline: new Set() }
let baseline: ReadonlySet<string> = new Set()

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
  baseline = new Set((await checked()).findings.map(({ fingerprint }) => fingerprint))
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

interface Inventory {
  capturedAt: string
  vms: Record<string, any>[]
  network: Record<string, Record<string, any>[]>
}

const inInventory = (change: (inventory: Inventory) => void): void =>
  edit('inventory.json', (text) => {
    const inventory = JSON.parse(text) as Inventory
    change(inventory)
    return JSON.stringify(inventory, null, 2)
  })

const vm =
  (name: string, change: (vm: Record<string, any>, inventory: Inventory) => void): (() => void) =>
  () =>
    inInventory((inventory) =>
      change(
        inventory.vms.find((one) => one['name'] === name)!,
        inventory,
      ),
    )
const net =
  (change: (network: Inventory['network']) => void): (() => void) =>
  () =>
    inInventory(({ network }) => change(network))
const yaml =
  (text: string): (() => void) =>
  () =>
    edit('drplan.yaml', (before) => `${before}\n${text}\n`)

const cases: Record<string, () => void> = {
  'vcpu x2': vm('erp-db-1', (v) => (v['vcpus'] = 32)),
  'vcpu down': vm('erp-db-1', (v) => (v['vcpus'] = 8)),
  'memory up small': vm('web-1', (v) => (v['memoryGiB'] = 4.1)),
  'memory up': vm('web-1', (v) => (v['memoryGiB'] = 64)),
  absurd: vm('web-1', (v) => (v['memoryGiB'] = 999999)),
  'disk grown': vm('mon-1', (v) => (v['disks'][1].capacityGiB = 900)),
  'disk added': vm('mon-1', (v) => v['disks'].push({ id: 'new', capacityGiB: 10 })),
  'disk removed': vm('mon-1', (v) => v['disks'].pop()),
  'vm added': vm('web-1', (v, i) =>
    i.vms.push({
      ...v,
      id: 'vm-999',
      name: 'web-9',
      nics: [{ ...v['nics'][0], id: 'n9', addresses: ['10.20.1.99'] }],
      dependsOn: [],
    }),
  ),
  'vm removed': vm('cache-1', (v, i) => i.vms.splice(i.vms.indexOf(v), 1)),
  'vm off': vm('web-2', (v) => (v['power'] = 'off')),
  'vm renamed': vm('log-1', (v) => (v['name'] = 'logs-1')),
  address: vm('web-1', (v) => (v['nics'][0].addresses = ['10.20.1.12'])),
  'subnet moved': vm(
    'files-1',
    (v) => (v['nics'][0] = { ...v['nics'][0], subnetId: 'sn-app-a', addresses: ['10.20.11.77'] }),
  ),
  'group of vm': vm('web-1', (v) => (v['nics'][0].securityGroupIds = ['sg-app'])),
  tier: vm('erp-report-1', (v) => (v['tier'] = '0')),
  'tier weaker': vm('shop-db-1', (v) => (v['tier'] = '3')),
  application: vm('cache-1', (v) => (v['application'] = 'erp')),
  'dep later': vm('web-1', (v) => v['dependsOn'].push('render-store-1')),
  'dep earlier': vm('files-1', (v) => v['dependsOn'].push('shop-db-1')),
  'dep gone': vm('log-1', (v) => (v['dependsOn'] = [])),
  'dep unknown': vm('log-1', (v) => v['dependsOn'].push('nobody')),
  'dep cycle': vm('shop-db-1', (v) => v['dependsOn'].push('web-1')),
  'os eol': vm('mon-1', (v) => (v['os'] = { name: 'CentOS 7', family: 'linux' })),
  firmware: vm('mon-1', (v) => (v['firmware'] = 'uefi')),
  gpu: vm('mon-1', (v) => (v['accelerators'] = [{ kind: 'gpu', model: 'NVIDIA L4', count: 1, memoryGiB: 24 }])),
  arch: vm('mon-1', (v) => (v['architecture'] = 'arm64')),
  'port opened': net((n) =>
    n['securityRules']!.push({
      id: 'new-rule',
      groupId: 'sg-web',
      direction: 'ingress',
      protocol: 'tcp',
      ports: { from: 8443, to: 8443 },
      peer: { kind: 'cidr', cidr: '0.0.0.0/0' },
      description: 'x',
    }),
  ),
  'port closed': net((n) =>
    n['securityRules']!.splice(
      n['securityRules']!.findIndex((r) => r['id'] === 'sg-web-ingress-tcp-80-0-0-0-0-0'),
      1,
    ),
  ),
  'rule split same': net((n) => {
    const rules = n['securityRules']!
    const index = rules.findIndex((r) => r['id'] === 'sg-web-ingress-tcp-80-0-0-0-0-0')
    const rule = rules[index]!
    rules.splice(
      index,
      1,
      { ...rule, id: 'a', peer: { kind: 'cidr', cidr: '0.0.0.0/1' } },
      { ...rule, id: 'b', peer: { kind: 'cidr', cidr: '128.0.0.0/1' } },
    )
  }),
  'acl entry': net((n) => n['objects']![1]!['entries'].shift()),
  'prefix list': net((n) => n['objects']![0]!['blocks'].push('192.168.200.0/24')),
  'subnet deleted': net((n) =>
    n['subnets']!.splice(
      n['subnets']!.findIndex((s) => s['id'] === 'sn-render'),
      1,
    ),
  ),
  'subnet added': net((n) =>
    n['subnets']!.push({ id: 'sn-new', name: 'new', vpcId: 'vpc-harbour', block: '10.20.77.0/24' }),
  ),
  'route gone': net((n) => n['routes']!.splice(2, 1)),
  'dns ttl': net((n) => (n['dnsRecords']![0]!['ttlSeconds'] = 3600)),
  'dns value': net((n) => (n['dnsRecords']![0]!['values'] = ['10.20.1.11'])),
  'tier table': yaml(
    "tiers:\n  - { id: '0', name: x, priority: 0, rtoMinutes: 5, rpoMinutes: 1, strategies: [hot-standby] }",
  ),
  excluded: yaml('exclude:\n  - match: { name: web-2 }\n    reason: not needed'),
  headroom: yaml('demand:\n  cpuHeadroom: 0.6'),
  recovery: yaml('recovery:\n  detectMinutes: 20'),
  region: () => edit('drplan.yaml', (t) => t.replace('eu-central-1', 'eu-west-1')),
  'tf edited': () => edit('out/terraform/foundation/terraform.tfvars.json', (t) => t.replace('10.120', '10.121')),
  'runbook gone': () => unlinkSync(join(repository, 'out/runbooks/failover.md')),
  'plan edited': () => edit('out/plan.json', (t) => t.replace('"madeBy": "drplan test"', '"madeBy": "drplan 0.0.1"')),
}

test.each(Object.keys(cases))('%s', async (name) => {
  cases[name]!()
  const t = performance.now()
  const report = await checked({ baseline }).catch((error: unknown) => error as Error)
  if (report instanceof Error) return console.log(name, 'ERROR', report.message)
  const fresh = report.findings.filter(({ status, rule }) => status === 'open')
  console.log(
    `== ${name} (${Math.round(performance.now() - t)} ms)\n${fresh.map((f) => `  ${f.since} ${f.severity} ${f.rule} ${f.subject}: ${f.message}`.slice(0, 420)).join('\n')}`,
  )
})
