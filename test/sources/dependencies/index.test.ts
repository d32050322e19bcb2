import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dependenciesSource } from '../../../src/sources/dependencies/index.ts'
import { readFrom, testDependencySource } from '../../contracts/dependency-source.ts'
import { smallSite } from '../../support/small-site.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/dependencies')

testDependencySource({
  name: 'dependencies',
  source: dependenciesSource,
  folder: recorded,
  site: smallSite,
  fileName: 'links.csv',
})
testDependencySource({
  name: 'dependencies (YAML)',
  source: dependenciesSource,
  folder: recorded,
  site: smallSite,
  fileName: 'links.yaml',
})

const read = (path: string) => readFrom(dependenciesSource, aRequest(path), smallSite)

test('rows become statements between VMs, found by name, id, host name or address', async () => {
  const { stated } = await read(recorded)

  expect(stated).toEqual([
    { fromVmId: 'i-web1', toVmId: 'i-db', protocol: 'tcp', port: 5432, why: 'stated in estate/links.csv: orders' },
    { fromVmId: 'i-web2', toVmId: 'i-db', protocol: 'tcp', port: 5432, why: 'stated in estate/links.yaml' },
    {
      fromVmId: 'i-web2',
      toVmId: 'i-web1',
      protocol: null,
      port: null,
      why: 'stated in estate/links.yaml: shared session store',
    },
  ])
})

test('what cannot be used is said with its line, and with the name that may have been meant', async () => {
  const { findings } = await read(recorded)

  expect(findings.map(({ code, place, suggestion }) => [code, place, suggestion])).toEqual([
    ['site.row-unreadable', 'estate/links.csv:4', expect.any(String)],
    ['site.row-unreadable', 'estate/links.csv:5', expect.any(String)],
    ['site.reference-missing', 'estate/links.csv:3', 'Did you mean "db-1"?'],
    ['site.reference-missing', 'estate/links.csv:7', 'Use the id of the VM.'],
    ['site.row-unreadable', 'estate/links.yaml:4', expect.any(String)],
  ])
})

test('YAML that is broken names its line', async () => {
  const folder = await aFolder({ 'links.yaml': '- { from: a\n- b: [' })

  await expect(read(join(folder, 'links.yaml'))).rejects.toMatchObject({ code: 'source.file-damaged' })
})
