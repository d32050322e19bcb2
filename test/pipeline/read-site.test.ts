import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSite } from '../../src/pipeline/read-site.ts'
import { openSources } from '../../src/pipeline/sources.ts'
import { contextOf } from '../support/run-plan.ts'
import { aScenario } from '../support/temporary-folder.ts'

async function siteOf(files: Readonly<Record<string, string>>) {
  const folder = await aScenario()
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const context = await contextOf(folder)
  const sources = Object.keys(files).map((path) => ({ kind: 'inventory' as const, path, subnets: [] }))
  const opened = { ...context, config: { ...context.config, sources } }
  return readSite(await openSources(opened), opened)
}

test('two inventories of one machine give one VM that knows what both know', async () => {
  const site = await siteOf({
    'machines.csv': 'id,name,vcpus,memory_gib,ip\nm-1,web-a,2,8,10.20.0.4\nm-2,db-a,4,16,10.20.0.5\n',
    'owners.csv':
      'id,name,ip,subnet,subnet_cidr,application,depends_on\no-1,WEB-A.corp.example,10.20.0.4,lan,10.20.0.0/24,shop,o-2\no-2,DB-A,10.20.0.5,lan,10.20.0.0/24,shop,\n',
  })

  expect(site.vms).toMatchObject([
    { id: 'm-1', name: 'web-a', vcpus: 2, application: 'shop', nics: [{ subnetId: 'lan' }], dependsOn: ['m-2'] },
    { id: 'm-2', name: 'db-a', vcpus: 4, application: 'shop' },
  ])
  expect(site.network.subnets.map(({ id }) => id)).toEqual(['lan'])
  expect(site.findings.filter(({ code }) => code === 'site.merged')).toMatchObject([
    { subject: 'inventory #1 and inventory #2', affected: ['m-1', 'm-2'] },
  ])
})

test('what one inventory says is missing is withdrawn where the other one has it', async () => {
  const machines = 'id,name,vcpus,memory_gib,ip\nm-1,web-a,2,8,10.20.0.4\nm-2,db-a,,,10.20.0.5\n'
  const owners = 'id,name,ip\no-1,web-a,10.20.0.4\no-2,db-a,10.20.0.5\n'

  const site = await siteOf({ 'machines.csv': machines, 'owners.csv': owners })
  const alone = await siteOf({ 'owners.csv': owners })

  const unsized = ({ findings }: typeof site) =>
    findings.filter(({ code }) => code === 'site.size-missing').map(({ affected }) => affected)
  expect(unsized(site)).toEqual([['m-2'], ['o-2']])
  expect(unsized(alone)).toEqual([['o-1', 'o-2']])
})

test('what stands in the network and is not planned is said once, whatever source it is from', async () => {
  const zone = { kind: 'dns-zone', id: 'z-1', name: 'harbour.example', private: false, vpcIds: [] }
  const inventory = JSON.stringify({
    schema: 'drplan/inventory@1',
    vms: [{ id: 'm-1', name: 'web-a' }],
    network: { objects: [zone] },
  })

  const site = await siteOf({ 'a.json': inventory, 'b.json': inventory })

  expect(site.network.objects).toEqual([zone])
  expect(site.findings.filter(({ code }) => code === 'site.not-planned')).toMatchObject([
    { subject: 'public DNS zones', affected: ['z-1'] },
  ])
})

test('sources without any VM are an error', async () => {
  await expect(siteOf({ 'empty.csv': 'id,name\n' })).rejects.toMatchObject({ exitCode: 2 })
})
