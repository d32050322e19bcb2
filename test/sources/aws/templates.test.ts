/** Launch templates and pools of the user's own addresses, from invented answers. */
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { z } from 'zod'
import { formatAddress, parseAddress } from '../../../src/model/address.ts'
import { formatCidr, lastOf, type Cidr } from '../../../src/model/cidr.ts'
import { networkObjectSchema, objectsOf } from '../../../src/model/network-objects.ts'
import { addAnswer, createCollection, dumpOf } from '../../../src/sources/aws/answers.ts'
import { convertDump } from '../../../src/sources/aws/convert.ts'
import { awsDescribeSource } from '../../../src/sources/aws/describe.ts'
import { createReport } from '../../../src/sources/report.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

function convert(answer: object) {
  const { report, findings } = createReport()
  const collection = createCollection('aws', report)
  addAnswer(collection, { shown: 'answer', answer })
  const dump = dumpOf(collection)
  const { network } = convertDump(dump, report)
  return { objects: network.objects, dump, findings: findings() }
}

const templatesOf = (answer: object) => objectsOf(convert(answer).objects, 'template')

const version = (VersionNumber: number, LaunchTemplateData: object, over: object = {}) => ({
  LaunchTemplateId: 'lt-1',
  LaunchTemplateName: 'web',
  VersionNumber,
  DefaultVersion: VersionNumber === 1,
  LaunchTemplateData,
  ...over,
})

describe('launch templates', () => {
  test('keep the default and the latest version, with interfaces, groups and addresses', () => {
    const [template] = templatesOf({
      LaunchTemplateVersions: [
        version(3, {
          NetworkInterfaces: [
            {
              DeviceIndex: 1,
              SubnetId: 'subnet-2',
              Groups: ['sg-2', 'sg-1'],
              AssociatePublicIpAddress: false,
              PrivateIpAddresses: [
                { PrivateIpAddress: '10.0.0.6', Primary: false },
                { PrivateIpAddress: '10.0.0.5', Primary: true },
              ],
              Ipv6Addresses: [{ Ipv6Address: '2001:db8::5' }],
            },
            { NetworkInterfaceId: 'eni-1' },
          ],
        }),
        version(2, { SecurityGroupIds: ['sg-9'] }),
        version(1, { SecurityGroupIds: ['sg-3'] }),
        version(3, {}, { DefaultVersion: false }),
      ],
    })

    expect(template).toMatchObject({
      id: 'lt-1',
      name: 'web',
      subnetIds: ['subnet-2'],
      securityGroupIds: ['sg-1', 'sg-2', 'sg-3'],
      vmIds: [],
    })
    expect(template?.versions.map(({ number }) => number)).toEqual([1, 3])
  })

  test('have the VMs that say that they came from them', () => {
    const [template] = templatesOf({
      LaunchTemplateVersions: [version(1, {})],
      Reservations: [
        {
          Instances: [
            { InstanceId: 'i-2', Tags: [{ Key: 'aws:ec2launchtemplate:id', Value: 'lt-1' }] },
            { InstanceId: 'i-1', Tags: [{ Key: 'aws:ec2launchtemplate:id', Value: 'lt-1' }] },
            { InstanceId: 'i-3', Tags: [{ Key: 'ec2launchtemplate:id', Value: 'lt-1' }] },
          ],
        },
      ],
    })

    expect(template?.vmIds).toEqual(['i-1', 'i-2'])
  })

  test('find groups by name where one has it, and keep the name where none or several have', () => {
    const group = (GroupId: string, GroupName: string) => ({ GroupId, GroupName, VpcId: 'vpc-1' })
    const [template] = templatesOf({
      SecurityGroups: [group('sg-1', 'web'), group('sg-2', 'db'), group('sg-3', 'db')],
      LaunchTemplateVersions: [version(1, { SecurityGroups: ['web', 'db', 'gone'] })],
    })

    expect(template?.securityGroupIds).toEqual(['db', 'gone', 'sg-1'])
  })

  test('never keep what machines run at their start, or keys, or anything else that is no network', () => {
    const secret = 'cGFzc3dvcmQ='
    const { objects, dump, findings } = convert({
      LaunchTemplateVersions: [
        version(1, { UserData: secret, KeyName: secret, ImageId: secret, TagSpecifications: [{ Tags: [secret] }] }),
        version(2, { UserData: secret, NetworkInterfaces: secret }),
        { LaunchTemplateId: 'lt-2', VersionNumber: 1, LaunchTemplateData: secret },
      ],
    })

    const all = JSON.stringify([objects, dump.LaunchTemplateVersions, findings])
    expect(all).not.toContain(secret)
    expect(findings.filter(({ code }) => code === 'site.row-unreadable')).toHaveLength(2)
    expect(objectsOf(objects, 'template').map(({ id }) => id)).toEqual(['lt-1'])
  })

  test('are read from a file of the CLI, whatever their names say', async () => {
    const name = '"; rm -rf / # <b>${x}</b>'
    const folder = await aFolder({
      'versions.json': JSON.stringify({ LaunchTemplateVersions: [version(1, {}, { LaunchTemplateName: name })] }),
    })

    const { network } = (await awsDescribeSource.readSite?.(aRequest(folder))) ?? {}

    expect(network?.objects).toMatchObject([{ kind: 'template', name }])
    expect(() =>
      z.encode(
        z.array(networkObjectSchema),
        structuredClone(network?.objects) as z.output<typeof networkObjectSchema>[],
      ),
    ).not.toThrow()
  })
})

describe('pools of addresses that the user brought', () => {
  const pool = (...ranges: readonly (readonly [string, string])[]) => ({
    PublicIpv4Pools: [
      {
        PoolId: 'ipv4pool-ec2-1',
        PoolAddressRanges: ranges.map(([FirstAddress, LastAddress]) => ({ FirstAddress, LastAddress })),
        Tags: [{ Key: 'Name', Value: 'shops' }],
      },
    ],
  })
  const blocksOf = (answer: object): readonly Cidr[] =>
    objectsOf(convert(answer).objects, 'public-address').flatMap(({ block }) => block ?? [])

  test('are one public block for each that their ranges are made of', () => {
    const objects = objectsOf(
      convert(pool(['203.0.113.0', '203.0.113.255'], ['198.51.100.6', '198.51.100.8'])).objects,
      'public-address',
    )

    expect(objects.map(({ id, name, pool: own, block }) => [id, name, own, block && formatCidr(block)])).toEqual([
      ['ipv4pool-ec2-1/198.51.100.6/31', 'shops', 'ipv4pool-ec2-1', '198.51.100.6/31'],
      ['ipv4pool-ec2-1/198.51.100.8/32', 'shops', 'ipv4pool-ec2-1', '198.51.100.8/32'],
      ['ipv4pool-ec2-1/203.0.113.0/24', 'shops', 'ipv4pool-ec2-1', '203.0.113.0/24'],
    ])
  })

  test('hold exactly the addresses of a range, in no more blocks than two for each bit', () => {
    const address = fc.nat({ max: 2 ** 32 - 1 }).map((value) => ({ family: 4 as const, value: BigInt(value >>> 0) }))
    fc.assert(
      fc.property(fc.tuple(address, address), ([a, b]) => {
        const [first, last] = a.value <= b.value ? [a, b] : [b, a]

        const found = [...blocksOf(pool([formatAddress(first), formatAddress(last)]))].toSorted((x, y) =>
          x.network < y.network ? -1 : 1,
        )

        expect(found[0]?.network).toBe(first.value)
        expect(lastOf(found.at(-1)!)).toBe(last.value)
        for (const [index, block] of found.slice(1).entries()) expect(block.network).toBe(lastOf(found[index]!) + 1n)
        expect(found.length).toBeLessThanOrEqual(64)
      }),
    )
  })

  test('with a range that is none are said, and the others stay', () => {
    const { objects, findings } = convert(
      pool(['198.51.100.9', '198.51.100.1'], ['not', 'an address'], ['192.0.2.0', '192.0.2.0']),
    )

    expect(objects).toMatchObject([{ block: { network: parseAddress('192.0.2.0').value, prefixLength: 32 } }])
    expect(findings.map(({ code, subject }) => [code, subject])).toEqual([
      ['site.value-invalid', '198.51.100.9-198.51.100.1'],
      ['site.value-invalid', 'an address'],
      ['site.value-invalid', 'not'],
    ])
  })
})
