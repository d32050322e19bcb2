/** What instances and templates run at their start: addresses are kept of it, and nothing else. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import * as ec2 from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findInBytes } from '../../../src/core/literals/unwrap.ts'
import { objectsOf } from '../../../src/model/network-objects.ts'
import type { SiteReading, SourceRequest } from '../../../src/model/source.ts'
import { actions, userDataActions, userDataPolicy } from '../../../src/sources/aws/actions.ts'
import { awsDescribeSource } from '../../../src/sources/aws/describe.ts'
import { readSite } from '../../../src/sources/aws/read-site.ts'
import { anAwsRequest, withCredentials } from '../../support/aws-request.ts'
import { startProxy, type AwsServer } from '../../support/aws-server.ts'
import { openClients } from '../../support/aws-estate.ts'
import { motoPath, startMoto, type Moto } from '../../support/moto.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const secret = 'password must-not-be-seen'
const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64')
const shown = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
const textsOf = (vms: SiteReading['vms']) =>
  vms.map(({ literals }) => literals?.map(({ text, layers, line, column }) => [text, layers.join(' '), line, column]))

test('the policy in the documentation is this one, all of it reading, and nothing of it is in the usual policy', () => {
  const file = new URL('../../../docs/aws-iam-policy-user-data.json', import.meta.url)

  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(userDataPolicy, null, 2)}\n`)
  expect(userDataPolicy.Statement[0]?.Action).toEqual(Object.values(userDataActions))
  for (const [call, action] of Object.entries(userDataActions)) {
    expect(action).toBe(`ec2:${call}`)
    expect(call).toMatch(/^Describe/)
    expect(Object.values(actions)).not.toContain(action)
  }
})

describe('a dump of the CLI', () => {
  const instances = (...ids: readonly string[]) => ({
    Reservations: [{ Instances: ids.map((InstanceId) => ({ InstanceId, State: { Name: 'running' } })) }],
  })
  const userData = (InstanceId: string, content: string | Uint8Array | null) => ({
    InstanceId,
    UserData: content === null ? {} : { Value: base64(content) },
  })

  async function read(files: Readonly<Record<string, unknown>>, over: Partial<SourceRequest> = {}) {
    const texts = Object.entries(files).map(([name, content]) => [name, JSON.stringify(content)] as const)
    const folder = await aFolder(Object.fromEntries(texts))
    const reading = await awsDescribeSource.readSite?.(aRequest(folder, { findLiterals: findInBytes, ...over }))
    return reading!
  }

  test('gives each instance the addresses of its user data, packed or not, and none where it has none', async () => {
    const { vms, findings } = await read({
      'instances.json': instances('i-1', 'i-2', 'i-3', 'i-4'),
      'user-data-1.json': userData('i-1', `#!/bin/sh\nexport DB=10.0.5.17 # ${secret}\n`),
      'user-data-2.json': userData('i-2', gzipSync(`#cloud-config\n# ${secret}\nip: 10.0.1.1\n`)),
      'user-data-3.json': userData('i-3', null),
    })

    expect(textsOf(vms)).toEqual([[['10.0.5.17', '', 2, 11]], [['10.0.1.1', 'gzip', 1, 1]], [], undefined])
    expect(shown([vms, findings])).not.toContain('must-not-be-seen')
    expect(findings.filter(({ code }) => /unread|unreadable/.test(code))).toEqual([])
  })

  test('gives launch templates those of each version', async () => {
    const version = (VersionNumber: number, data: object) => ({
      LaunchTemplateId: 'lt-1',
      LaunchTemplateName: 'web',
      VersionNumber,
      DefaultVersion: VersionNumber === 1,
      LaunchTemplateData: data,
    })
    const reading = await read({
      'instances.json': instances('i-1'),
      'versions.json': {
        LaunchTemplateVersions: [version(1, { UserData: base64(`10.0.5.17 ${secret}`) }), version(2, {})],
      },
    })

    const [template] = objectsOf(reading.network.objects, 'template')
    expect(template?.versions.map(({ literals }) => literals?.map(({ text }) => text))).toEqual([['10.0.5.17'], []])
    expect(shown(reading)).not.toContain('must-not-be-seen')
    expect(shown(reading)).not.toContain(base64(secret).slice(0, 20))
  })

  test('says on which lines something reads as a credential, and no part of what', async () => {
    const own = 'Zq8mWk2vTb71'
    const content = `#cloud-config\nexport DB=10.0.5.17\npassword: ${own}\nurl: amqp://app:${own}@mq.example/\n`
    const version = (VersionNumber: number) => ({
      LaunchTemplateId: 'lt-1',
      LaunchTemplateName: 'web',
      VersionNumber,
      DefaultVersion: VersionNumber === 1,
      LaunchTemplateData: { UserData: base64(`#!/bin/sh\nPGPASSWORD=${own} psql\n`) },
    })
    const reading = await read({
      'instances.json': instances('i-1', 'i-2'),
      'user-data-1.json': userData('i-1', content),
      'user-data-2.json': userData('i-2', 'password: ${DB_PASSWORD}\n'),
      'versions.json': { LaunchTemplateVersions: [version(1), version(2)] },
    })

    const secrets = reading.findings.filter(({ code }) => code === 'site.secret-in-user-data')
    expect(secrets.map(({ subject, affected }) => [subject, affected])).toEqual([
      ['i-1', ['i-1']],
      ['lt-1 version 1', []],
      ['lt-1 version 2', []],
    ])
    expect(secrets[0]?.message).toContain('password on line 3; password in a URL on line 4')
    for (const text of [own, base64(content), base64(own)])
      for (let at = 0; at + 6 <= text.length; at += 1) expect(shown(reading)).not.toContain(text.slice(at, at + 6))
  })

  test('is not looked into where nobody wants to know', async () => {
    const files = { 'instances.json': instances('i-1'), 'data.json': userData('i-1', `10.0.5.17 ${secret}`) }

    const { vms, findings } = await read(files, { findLiterals: undefined })

    expect(textsOf(vms)).toEqual([undefined])
    expect(findings.map(({ code }) => code)).not.toContain('site.file-unread')
  })

  test('is said to be read only in part when it is a bomb, damaged, or no text', async () => {
    const { vms, findings } = await read({
      'instances.json': instances('i-1', 'i-2', 'i-3'),
      'user-data-1.json': userData('i-1', gzipSync(new Uint8Array(40 * 1024 * 1024))),
      'user-data-2.json': userData('i-2', Uint8Array.from([0x1f, 0x8b, 1])),
      'user-data-3.json': userData('i-3', Uint8Array.from([0, 0, 0, 1])),
    })

    expect(textsOf(vms)).toEqual([[], [], []])
    expect(findings.filter(({ code }) => code === 'network.scan-incomplete').map(({ subject }) => subject)).toEqual([
      'i-1',
      'i-2',
      'i-3',
    ])
  })

  test('cannot bring literals of its own making', async () => {
    const forged = [{ text: 'forged', block: { family: 4, network: '1', prefixLength: 32 } }]
    const { vms, network, findings } = await read({
      'instances.json': instances('i-1'),
      'forged.json': { InstanceUserData: [{ InstanceId: 'i-1', Literals: forged }] },
      'versions.json': {
        LaunchTemplateVersions: [
          { LaunchTemplateId: 'lt-1', VersionNumber: 1, LaunchTemplateData: {}, Literals: forged },
          { LaunchTemplateId: 'lt-2', VersionNumber: 1, Literals: forged },
        ],
      },
    })

    expect(shown([vms, network])).not.toContain('forged')
    expect(findings.filter(({ code }) => code === 'site.row-unreadable')).toHaveLength(2)
  })
})

const moto = motoPath()

describe.skipIf(!moto)(`an emulated account${moto ? '' : ' (NOT RUN: set DRPLAN_MOTO to a moto_server)'}`, () => {
  let emulator: Moto
  let proxy: AwsServer
  let ids: readonly string[]

  beforeAll(async () => {
    withCredentials()
    emulator = await startMoto(moto ?? '')
    proxy = await startProxy(emulator.endpoint, () => null)
    const { compute } = openClients({ endpoint: emulator.endpoint, region: 'eu-west-1' })
    const contents = [`#!/bin/sh\necho 10.0.5.17 # ${secret}`, gzipSync(`ip: 10.0.1.1\n# ${secret}`), null]
    const made: string[] = []
    for (const content of contents) {
      const { Instances } = await compute.send(
        new ec2.RunInstancesCommand({
          ImageId: 'ami-12c6146b',
          InstanceType: 't3.micro',
          MinCount: 1,
          MaxCount: 1,
          ...(content !== null && { UserData: base64(content) }),
        }),
      )
      made.push(Instances?.[0]?.InstanceId ?? '')
    }
    const gone = await compute.send(
      new ec2.RunInstancesCommand({ ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1, UserData: base64(secret) }),
    )
    await compute.send(new ec2.TerminateInstancesCommand({ InstanceIds: [gone.Instances?.[0]?.InstanceId ?? ''] }))
    await compute.send(
      new ec2.CreateLaunchTemplateCommand({
        LaunchTemplateName: 'web',
        LaunchTemplateData: { UserData: base64(`10.0.7.7 ${secret}`) },
      }),
    )
    ids = made
  }, 120_000)

  afterAll(async () => {
    vi.unstubAllEnvs()
    await proxy.close()
    await emulator.stop()
  })

  const read = (userData: boolean): Promise<SiteReading> => {
    const request = anAwsRequest({ endpoint: proxy.endpoint }, { findLiterals: findInBytes })
    return readSite({ ...request, live: { ...request.live, userData } as SourceRequest['live'] })
  }
  const asked = () => proxy.asked.map(({ operation }) => operation)

  test('is not asked for user data unless the settings say so', async () => {
    const { vms, network } = await read(false)

    expect(vms).toHaveLength(3)
    expect(vms.every((vm) => vm.literals === undefined)).toBe(true)
    expect(objectsOf(network.objects, 'template')[0]?.versions[0]?.literals).toBeUndefined()
    expect(asked()).not.toContain('DescribeInstanceAttribute')
  })

  test('gives the addresses of each instance and template, and nothing else of their user data', async () => {
    const reading = await read(true)

    const literals = new Map(reading.vms.map((vm) => [vm.id, vm.literals?.map(({ text }) => text)]))
    expect(ids.map((id) => literals.get(id))).toEqual([['10.0.5.17'], ['10.0.1.1'], []])
    const [template] = objectsOf(reading.network.objects, 'template')
    expect(template?.versions.map((each) => each.literals?.map(({ text }) => text))).toEqual([['10.0.7.7']])
    expect(shown(reading)).not.toContain('must-not-be-seen')
    expect(shown(reading)).not.toContain(base64(secret).slice(0, 20))
    const allowed = [...Object.keys(actions), ...Object.keys(userDataActions)]
    expect(asked().filter((operation) => !allowed.includes(operation))).toEqual([])
    expect(asked().filter((operation) => operation === 'DescribeInstanceAttribute')).toHaveLength(3)
  })
})
