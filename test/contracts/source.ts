/** What every source that reads a site must do, whatever its format. */
import { isAbsolute, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { DrplanError, InputError } from '../../src/errors.ts'
import { findingSchema } from '../../src/model/finding.ts'
import { networkSchema } from '../../src/model/network.ts'
import { vmSchema } from '../../src/model/site.ts'
import type { SiteReading, Source, SourceRequest } from '../../src/model/source.ts'
import { aFolder, aRequest } from '../support/source-folder.ts'

export interface SourceCase {
  readonly name: string
  readonly source: Source
  /** A request for a recording that gives at least one VM. */
  readonly request: () => Promise<SourceRequest>
  /** A file name that the source would read. */
  readonly fileName: string
}

const read = (source: Source, request: SourceRequest): Promise<SiteReading> => {
  if (!source.readSite) throw new Error('the source reads no site')
  return source.readSite(request)
}

const failure = async (run: () => Promise<unknown>): Promise<unknown> => {
  try {
    await run()
  } catch (error) {
    return error
  }
  return null
}

export function testSource({ name, source, request, fileName }: SourceCase): void {
  describe(`${name} as a source`, () => {
    test('lists its files sorted and absolute', async () => {
      const files = await source.listFiles(await request())

      expect(files.length).toBeGreaterThan(0)
      expect(files.every((file) => isAbsolute(file))).toBe(true)
      expect(files).toEqual(files.toSorted())
    })

    test('gives VMs, a network and findings of the shapes of the model', async () => {
      const reading = await read(source, await request())

      expect(reading.vms.length).toBeGreaterThan(0)
      expect(() =>
        z.encode(z.array(vmSchema), structuredClone(reading.vms) as z.output<typeof vmSchema>[]),
      ).not.toThrow()
      expect(() =>
        z.encode(networkSchema, structuredClone(reading.network) as z.output<typeof networkSchema>),
      ).not.toThrow()
      expect(() => z.array(findingSchema).parse(reading.findings)).not.toThrow()
    })

    test('gives every VM, subnet, rule, route and object an id of its own, and every disk within its VM', async () => {
      const { vms, network } = await read(source, await request())

      for (const things of [
        vms,
        network.vpcs,
        network.subnets,
        network.routes,
        network.securityGroups,
        network.securityRules,
        network.dnsRecords,
        network.objects,
        ...vms.map((vm) => vm.disks),
        ...vms.map((vm) => vm.nics),
      ]) {
        const ids = things.map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
      }
    })

    test('gives VMs in the order of their ids', async () => {
      const ids = (await read(source, await request())).vms.map((vm) => vm.id)

      expect(ids).toEqual(ids.toSorted())
    })

    test('gives the same reading twice', async () => {
      const asked = await request()

      expect(await read(source, asked)).toEqual(await read(source, asked))
    })

    test('says of every finding where it comes from or what it touches', async () => {
      const { findings } = await read(source, await request())

      expect(findings.filter(({ place, affected }) => place === null && affected.length === 0)).toEqual([])
    })

    test('stops with source.file-missing when the path is not there', async () => {
      const asked = aRequest(join(await aFolder(), 'nowhere', fileName))

      const error = await failure(() => read(source, asked))

      expect(error).toBeInstanceOf(InputError)
      expect(error).toMatchObject({ code: 'source.file-missing', place: { file: 'estate' } })
      expect(await failure(() => source.listFiles(asked))).toMatchObject({ code: 'source.file-missing' })
    })

    test('stops with source.nothing-readable when the folder is empty', async () => {
      const asked = aRequest(await aFolder())

      expect(await failure(() => read(source, asked))).toMatchObject({ code: 'source.nothing-readable' })
    })

    test.for([
      'not what it claims to be',
      '',
      '\u0000\u0001\u0002PK\u0003\u0004',
      '{"half": [1, 2',
      'PK\u0003\u0004 and then nothing',
    ])('stops with a code when the file is %j', async (contents) => {
      const folder = await aFolder({ [fileName]: contents })

      const error = await failure(() => read(source, aRequest(join(folder, fileName), { shownPath: fileName })))

      expect(error).toBeInstanceOf(DrplanError)
      expect(error).toMatchObject({ place: { file: fileName } })
    })
  })
}
