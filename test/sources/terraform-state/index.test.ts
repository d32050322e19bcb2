import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatAddress } from '../../../src/model/address.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { terraformStateSource } from '../../../src/sources/terraform-state/index.ts'
import { testSource } from '../../contracts/source.ts'
import { missingIn } from '../../support/missing-in.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/terraform-state')

testSource({
  name: 'terraform-state',
  source: terraformStateSource,
  request: () => Promise.resolve(aRequest(recorded)),
  fileName: 'aws.tfstate',
})

const read = async (path: string): Promise<SiteReading> => (await terraformStateSource.readSite?.(aRequest(path)))!
const readJson = async (value: unknown): Promise<SiteReading> =>
  read(await aFolder({ 'state.json': JSON.stringify(value) }))
const findingsOf = (reading: SiteReading, code: string) => reading.findings.filter((finding) => finding.code === code)

describe('instances of AWS', () => {
  test('have the disks of the instance and of attachments once, and only managed instances count', async () => {
    const vm = (await read(join(recorded, 'aws.tfstate'))).vms[0]

    expect(vm).toMatchObject({
      id: 'i-0001',
      name: 'delta-db',
      power: 'on',
      vcpus: 2,
      memoryGiB: null,
      sourceType: 'm6i.large',
      tier: '1',
      tags: { note: '' },
      placement: { zone: 'eu-west-1a' },
      disks: [
        { id: 'vol-1', name: '/dev/xvda', capacityGiB: 20, iops: 3000, boot: true },
        { id: 'vol-2', capacityGiB: 100, boot: false },
        { id: 'vol-3', capacityGiB: 50, iops: 1000, sourceClass: 'io2' },
      ],
    })
    expect(
      vm?.nics.map(({ id, subnetId, addresses, hasPublicAddress }) => [
        id,
        subnetId,
        addresses.map(formatAddress),
        hasPublicAddress,
      ]),
    ).toEqual([
      ['eni-1', 'subnet-1', ['10.50.1.10', '10.50.1.11'], false],
      ['eni-2', 'subnet-1', ['10.50.1.20'], true],
    ])
  })

  test('say what is missing: the size of a volume, a group in no state, types that are not read', async () => {
    const reading = await read(join(recorded, 'aws.tfstate'))

    expect(reading.vms).toHaveLength(1)
    expect(reading.region).toBe('eu-west-1')
    expect(findingsOf(reading, 'site.row-unreadable')).toMatchObject([
      { place: 'estate#module.app.aws_instance.db[1]' },
    ])
    expect(findingsOf(reading, 'site.disks-missing')).toHaveLength(1)
    expect(missingIn(reading)).toMatchObject([
      { subject: 'security groups', message: expect.stringContaining('"sg-2"') },
    ])
    expect(findingsOf(reading, 'site.not-a-vm')[0]?.message).toContain('aws_db_instance')
  })

  test('have the rules of their groups once, wherever they are written', async () => {
    const { network } = await read(join(recorded, 'aws.tfstate'))

    expect(network.rulesKnown).toBe(true)
    expect(network.securityRules.map(({ id }) => id)).toEqual([
      'sg-1/egress/any/all/0.0.0.0/0',
      'sg-1/ingress/icmp/8--1/10.50.0.0/16',
      'sg-1/ingress/tcp/5432-5432/10.50.0.0/16',
      'sg-1/ingress/tcp/5432-5432/sg-1',
      'sg-1/ingress/tcp/5432-5432/sg-2',
    ])
  })
})

test('virtual machines of Azure are read out of modules, with disks, interface and security group', async () => {
  const reading = await read(join(recorded, 'azure.json'))

  expect(reading.vms[0]).toMatchObject({
    name: 'delta-web',
    sourceType: 'Standard_B2s',
    os: { name: 'Canonical ubuntu 24', family: 'linux' },
    application: 'delta',
    placement: { zone: '1' },
    disks: [
      { name: 'os', capacityGiB: 30, boot: true },
      { name: 'data', capacityGiB: 256, iops: 1100, boot: false },
    ],
  })
  expect(reading.vms[0]?.nics).toMatchObject([{ macAddress: '00:0d:3a:00:00:02', addresses: [{ family: 4 }] }])
  expect(reading.vms[0]?.nics[0]?.securityGroupIds).toHaveLength(1)
  expect(reading.network.rulesKnown).toBe(true)
  expect(reading.network.securityRules.filter(({ ports }) => ports?.from === 443)).toHaveLength(1)
})

test('no secret of a state is ever shown', async () => {
  const reading = await read(recorded)

  const shown = JSON.stringify(reading, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  expect(shown).not.toContain('hunter2')
})

test('route tables of Azure are read with the subnets that use them', async () => {
  const id = (type: string, name: string): string =>
    `/subscriptions/0/resourceGroups/RG/providers/Microsoft.Network/${type}/${name}`
  const subnet = `${id('virtualNetworks', 'v1')}/subnets/web`
  const resource = (type: string, values: object) => ({
    address: `${type}.a`,
    mode: 'managed',
    type,
    name: 'a',
    values,
  })

  const { network } = await readJson({
    format_version: '1.0',
    values: {
      root_module: {
        resources: [
          resource('azurerm_linux_virtual_machine', { id: '/vm', name: 'vm', network_interface_ids: [] }),
          resource('azurerm_virtual_network', {
            id: id('virtualNetworks', 'v1'),
            name: 'v1',
            address_space: ['10.0.0.0/16'],
          }),
          resource('azurerm_subnet', { id: subnet, name: 'web', address_prefixes: ['10.0.1.0/24'] }),
          resource('azurerm_route_table', {
            id: id('routeTables', 'udr'),
            name: 'udr',
            route: [
              {
                name: 'all',
                address_prefix: '0.0.0.0/0',
                next_hop_type: 'VirtualAppliance',
                next_hop_in_ip_address: '10.0.9.4',
              },
            ],
          }),
          resource('azurerm_subnet_route_table_association', {
            subnet_id: subnet,
            route_table_id: id('routeTables', 'udr'),
          }),
        ],
      },
    },
  })

  expect(network.subnets[0]?.routeTableId).toBe(network.routeTables[0]?.id)
  expect(network.routes.map(({ hop }) => hop)).toEqual([{ kind: 'address', id: '10.0.9.4' }])
})

describe('other shapes', () => {
  test('a plan is read for what is there; with nothing in place, for what it would create, and that is said', async () => {
    const modules = (id: string | null) => ({
      root_module: {
        resources: [
          {
            address: 'aws_instance.a',
            mode: 'managed',
            type: 'aws_instance',
            values: { id, instance_type: 't3.nano' },
          },
        ],
      },
    })
    const plan = { format_version: '1.2', planned_values: modules(null) }

    const changed = await readJson({ ...plan, prior_state: { format_version: '1.0', values: modules('i-1') } })
    const fresh = await readJson(plan)

    expect(changed.vms.map(({ id }) => id)).toEqual(['i-1'])
    expect(findingsOf(changed, 'site.guessed')).toEqual([])
    expect(fresh.vms.map(({ id }) => id)).toEqual(['aws_instance.a'])
    expect(findingsOf(fresh, 'site.guessed')).toMatchObject([{ place: 'estate/state.json' }])
  })

  test('a state of version 3 is put together from its flat attributes', async () => {
    const reading = await readJson({
      version: 3,
      modules: [
        {
          path: ['root'],
          resources: {
            'data.aws_instance.x': { type: 'aws_instance', primary: { id: 'i-x', attributes: { id: 'i-x' } } },
            'aws_instance.a': {
              type: 'aws_instance',
              primary: {
                id: 'i-3',
                attributes: {
                  id: 'i-3',
                  instance_type: 'm4.large',
                  'root_block_device.#': '1',
                  'root_block_device.0.volume_size': '12',
                  'vpc_security_group_ids.#': '1',
                  'vpc_security_group_ids.12345': 'sg-9',
                  'tags.%': '2',
                  'tags.Name': 'old',
                  'tags.a.b': 'c',
                  'ebs_block_device.#': '0',
                  subnet_id: 'subnet-9',
                },
              },
            },
          },
        },
      ],
    })

    expect(reading.vms).toMatchObject([
      {
        id: 'i-3',
        name: 'old',
        tags: { 'a.b': 'c' },
        disks: [{ capacityGiB: 12 }],
        nics: [{ subnetId: 'subnet-9', securityGroupIds: ['sg-9'] }],
      },
    ])
    expect(findingsOf(reading, 'site.guessed')).toHaveLength(1)
  })

  test('other JSON is another format', async () => {
    await expect(readJson({ version: 1 })).rejects.toMatchObject({ code: 'source.shape-unknown' })
  })
})
