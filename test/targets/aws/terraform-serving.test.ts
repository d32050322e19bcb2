import fc from 'fast-check'
import { expect, test } from 'vitest'
import { awsTerraformRoots } from '../../../src/targets/aws/terraform.ts'
import { shortName } from '../../../src/targets/aws/terraform-serving.ts'
import { aPlan, aPlannedServer } from '../../builders-plan.ts'

type Values = Record<string, Record<string, Record<string, unknown>>>

const valuesOf = (plan = aPlan()): readonly [Values, Values] => {
  const [foundation, recovery] = awsTerraformRoots(plan).map(({ variables }) => variables as unknown as Values)
  if (!foundation || !recovery) throw new Error('there are two roots')
  return [foundation, recovery]
}

test('a balancer stands where a server behind it does, and its targets come with their servers', () => {
  const [foundation, recovery] = valuesOf()

  expect(Object.values(foundation['balancers'] ?? {}).map(({ label }) => label)).toEqual(['orders'])
  expect(Object.values(recovery['balancers'] ?? {}).map(({ label }) => label)).toEqual(['_path.root_ wiki'])
  expect(Object.keys(foundation['pool_targets'] ?? {})).toEqual(['orders-pool/orders-db-10.64.1.10-5432'])
  expect(Object.keys(recovery['pool_targets'] ?? {})[0]).toBe('orders-pool/reports-10.64.1.20-5433')
  expect(Object.keys(recovery['target_pools'] ?? {})).toEqual(['wiki-pool', 'wiki-files'])
})

test('an address that was chosen is kept, and the others are whatever AWS gives', () => {
  const [foundation] = valuesOf()

  expect(foundation['balancers']?.['orders-0a0a0a0']).toMatchObject({ subnets: { 'app-a': '10.64.1.9', 'app-b': '' } })
  expect(foundation['endpoints']?.['manage']).toMatchObject({ subnets: { 'app-a': '10.64.1.8', spare: '10.65.0.8' } })
})

test('servers keep their addresses where balancers and endpoints take any', () => {
  const [foundation] = valuesOf()
  const reserved = Object.values(foundation['reserved_addresses'] ?? {})

  expect(foundation['reserved_addresses']?.['reports/10.64.1.21']).toEqual({
    subnet_key: 'app-a',
    address: '10.64.1.21',
  })
  expect(new Set(reserved.map(({ subnet_key: key }) => key))).toEqual(new Set(['app-a', 'app-b']))
})

test('a target that has no component is in no pool', () => {
  const plan = aPlan({ servers: [aPlannedServer({ id: 'wiki' })] })
  const [, recovery] = valuesOf({ ...plan, mapping: { ...plan.mapping, assignments: [] } })

  expect(recovery['pool_targets']).toEqual({})
})

test('a pool of HTTP does not ask by TCP', () => {
  const plan = aPlan()
  const targetPools = (plan.network.targetPools ?? []).map((pool) => ({
    ...pool,
    healthCheck: { protocol: 'tcp' as const, port: null, path: null },
  }))
  const [foundation, recovery] = valuesOf({ ...plan, network: { ...plan.network, targetPools } })

  expect(foundation['target_pools']?.['orders-pool']).toHaveProperty('health_check')
  expect(recovery['target_pools']?.['wiki-pool']).not.toHaveProperty('health_check')
})

test('names are short, of letters, digits and hyphens, and apart for whatever is apart', () => {
  const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,48}$/)

  fc.assert(
    fc.property(part, part, part, (site, one, other) => {
      expect(shortName(site, one)).toMatch(/^dr-[a-z0-9-]{1,28}[a-z0-9]$/)
      expect(shortName(site, one) === shortName(site, other)).toBe(one === other)
    }),
  )
})

test('private names are made with recovery values, and public ones only fail over', () => {
  const [foundation, recovery] = valuesOf()

  expect(recovery['private_zones']).toEqual({ 'corp-example': { name: 'corp.example', vpc_keys: ['old', 'shop'] } })
  expect(Object.keys(recovery['private_records'] ?? {})).toEqual([
    'corp-example/db.corp.example/A',
    'corp-example/corp.example/TXT',
    'corp-example/wiki.corp.example/A',
    'corp-example/help.corp.example/CNAME',
  ])
  expect(recovery['private_records']?.['corp-example/corp.example/TXT']?.['values']).toEqual(['a \\"b\\"'])
  expect(foundation['failover_records']).toEqual(recovery['failover_records'])
  expect(foundation['failover_records']?.['shop.example/A']).toMatchObject({
    values: [],
    alias: { region: 'eu-central-1', load_balancer_type: 'application' },
  })
  expect(Object.keys(foundation['failover_records'] ?? {})).toEqual(['shop.example/A', 'www.shop.example/CNAME'])
})
