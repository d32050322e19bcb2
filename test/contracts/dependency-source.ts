/** What every source of dependencies must do, whatever its format. */
import { isAbsolute, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { DrplanError } from '../../src/errors.ts'
import { observedSchema } from '../../src/model/dependency.ts'
import { findingSchema } from '../../src/model/finding.ts'
import type { Site } from '../../src/model/site.ts'
import type { DependencyReading, Source, SourceRequest } from '../../src/model/source.ts'
import { aFolder, aRequest } from '../support/source-folder.ts'

export interface DependencySourceCase {
  readonly name: string
  readonly source: Source
  /** A folder with recordings that give at least one flow or statement. */
  readonly folder: string
  readonly site: Site
  /** A file name that the source would read. */
  readonly fileName: string
}

export async function readFrom(source: Source, request: SourceRequest, site: Site): Promise<DependencyReading> {
  if (!source.readDependencies) throw new Error('the source reads no dependencies')
  return source.readDependencies(request, site)
}

export function testDependencySource({ name, source, folder, site, fileName }: DependencySourceCase): void {
  describe(`${name} as a source of dependencies`, () => {
    test('lists its files sorted and absolute', async () => {
      const files = await source.listFiles(aRequest(folder))

      expect(files.length).toBeGreaterThan(0)
      expect(files.every((file) => isAbsolute(file))).toBe(true)
      expect(files).toEqual(files.toSorted())
    })

    test('gives flows between ends that are known by something, and findings of the shape of the model', async () => {
      const { flows, stated, findings } = await readFrom(source, aRequest(folder), site)

      expect(flows.length + stated.length).toBeGreaterThan(0)
      expect(() => z.array(observedSchema).parse(flows.map(({ observed }) => observed))).not.toThrow()
      expect(flows.filter(({ server }) => server.address === null && server.vmId === null)).toEqual([])
      const ids = new Set(site.vms.map(({ id }) => id))
      expect(stated.every(({ fromVmId, toVmId }) => ids.has(fromVmId) && ids.has(toVmId))).toBe(true)
      expect(() => z.array(findingSchema).parse(findings)).not.toThrow()
      expect(findings.filter(({ place, affected }) => place === null && affected.length === 0)).toEqual([])
    })

    test('gives the same reading twice', async () => {
      expect(await readFrom(source, aRequest(folder), site)).toEqual(await readFrom(source, aRequest(folder), site))
    })

    test('stops when the path is not there, or the folder is empty', async () => {
      const gone = aRequest(join(await aFolder(), 'nowhere'))

      await expect(source.listFiles(gone)).rejects.toMatchObject({ code: 'source.file-missing' })
      await expect(readFrom(source, gone, site)).rejects.toMatchObject({ code: 'source.file-missing' })
      await expect(readFrom(source, aRequest(await aFolder()), site)).rejects.toMatchObject({
        code: 'source.nothing-readable',
      })
    })

    test.for(['not what it claims to be', '', '{"half": [1, 2', '\u0000\u0001PK'])(
      'stops with a code and the file when it is %j',
      async (contents) => {
        const path = join(await aFolder({ [fileName]: contents }), fileName)

        const error: unknown = await readFrom(source, aRequest(path, { shownPath: fileName }), site).catch(
          (caught: unknown) => caught,
        )

        expect(error).toBeInstanceOf(DrplanError)
        expect(error).toMatchObject({ place: { file: fileName } })
      },
    )
  })
}
