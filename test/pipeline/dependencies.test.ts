import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { status } from '../../src/pipeline/status.ts'
import { artifactFile, loadArtifact } from '../../src/workspace/artifacts.ts'
import { contextOf, runPlan } from '../support/run-plan.ts'
import { shortHarbourFoods, temporaryFolder } from '../support/temporary-folder.ts'

const LINKS = 'from,to,port,protocol,note\nlog-1,files-1,445,tcp,archive\n'
const FLOWS =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n' +
  '2 1 eni-1 172.20.1.31 10.20.21.11 49200 5432 6 1 100 1763600000 1763600060 ACCEPT OK\n' +
  '2 1 eni-1 10.20.31.51 10.20.31.61 49201 7777 6 1 100 1763600000 1763600060 ACCEPT OK\n' +
  '2 1 eni-1 10.20.31.61 172.20.16.21 49202 5432 6 1 100 1763600000 1763600060 ACCEPT OK\n' +
  '2 1 eni-1 10.20.31.61 192.168.9.53 49203 53 17 1 100 1763600000 1763600060 ACCEPT OK\n'
const SOCKETS = 'tcp LISTEN 0 5 0.0.0.0:61000 0.0.0.0:*\ntcp ESTAB 0 0 10.20.31.61:61000 10.20.31.71:62000\n'

let planned: string

beforeAll(async () => {
  planned = await mkdtemp(join(tmpdir(), 'drplan-dependencies-'))
  await shortHarbourFoods(planned)
  await addTraffic(planned)
  await runPlan(planned)
  return () => rm(planned, { recursive: true, force: true })
})

async function addTraffic(folder: string): Promise<void> {
  await writeFile(join(folder, 'links.csv'), LINKS)
  await writeFile(join(folder, 'flow.log'), FLOWS)
  await mkdir(join(folder, 'tables'))
  await writeFile(join(folder, 'tables', 'files-1.txt'), SOCKETS)
  const config = await readFile(join(folder, 'drplan.yaml'), 'utf8')
  const sources = [
    '  - { kind: dependencies, path: links.csv }',
    '  - { kind: flow-logs, path: flow.log }',
    '  - { kind: connections, path: tables }',
  ]
  await writeFile(
    join(folder, 'drplan.yaml'),
    `${config.replace('    path: metrics.csv.gz\n', `    path: metrics.csv.gz\n${sources.join('\n')}\n`)}\n`,
  )
}

/** The planned site in a folder of its own, with more settings. */
async function aPlannedWith(settings: string): Promise<string> {
  const folder = await temporaryFolder()
  await cp(planned, folder, { recursive: true })
  const file = join(folder, 'drplan.yaml')
  await writeFile(file, `${await readFile(file, 'utf8')}${settings}\n`)
  return folder
}

async function planOf(folder: string) {
  const { folders } = await contextOf(folder)
  const plan = (await loadArtifact(artifactFile('plan', folders), 'plan'))!.content
  return { plan, needsOf: (name: string) => plan.vms.find((vm) => vm.name === name)?.dependsOn }
}

test('a list of dependencies orders the waves, and traffic is told without ordering them', async () => {
  const { plan, needsOf } = await planOf(planned)

  expect(needsOf('log-1')).toEqual(['vm-151', 'vm-161'])
  expect(needsOf('mon-1')).toEqual([])
  const codes = plan.findings.map(({ code, subject }) => `${code} ${subject}`)
  expect(codes).toEqual(
    expect.arrayContaining([
      'plan.dependency-order monitoring to office',
      'plan.dependency-unstated warehouse to storefront',
      'site.dependency-hidden DNS',
    ]),
  )
  expect(plan.dependencies).toContainEqual({
    from: 'monitoring',
    to: 'office',
    evidence: ['flow', 'stated'],
    services: ['tcp 445', 'tcp 7777'],
    moreServices: 0,
    pairs: 2,
    ordered: false,
  })
}, 30_000)

test('traffic orders the waves where drplan.yaml lets it', async () => {
  const folder = await aPlannedWith('dependencies: { order: [stated, flow] }')
  await runPlan(folder)

  const { needsOf } = await planOf(folder)

  expect(needsOf('mon-1')).toEqual(['vm-161'])
}, 30_000)

test('the state of a VM has its application, and relations from both ends', async () => {
  const held = await status(await contextOf(planned))

  expect(held.vms.find(({ name }) => name === 'files-1')).toMatchObject({
    application: 'office',
    needs: expect.arrayContaining([expect.objectContaining({ name: 'id-1', evidence: 'stated' })]),
    neededBy: expect.arrayContaining([
      expect.objectContaining({ name: 'jump-1', evidence: 'flow', port: 61_000, confidence: 'likely' }),
      expect.objectContaining({ name: 'log-1', evidence: 'stated', port: 445 }),
    ]),
  })
  expect(held.vms.find(({ name }) => name === 'render-1')).toMatchObject({ accelerators: [{ kind: 'gpu', count: 1 }] })
}, 30_000)
