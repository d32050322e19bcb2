/** The real SDK against a real emulator (moto); its price list, which the emulator has none of, is a stand-in. */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { mergeReading } from '../../../../src/core/catalogue/merge-reading.ts'
import type { CatalogueReading } from '../../../../src/model/catalogue-reading.ts'
import { catalogueSchema } from '../../../../src/model/dr-component.ts'
import { awsSettingsSchema } from '../../../../src/model/live-settings.ts'
import { catalogueActions } from '../../../../src/sources/aws/catalogue/actions.ts'
import { awsCatalogueSource } from '../../../../src/sources/aws/catalogue/read.ts'
import { loadAwsCatalogue } from '../../../../src/targets/aws/catalogue.ts'
import { withCredentials } from '../../../support/aws-request.ts'
import { startProxy, type AwsServer } from '../../../support/aws-server.ts'
import { motoPath, startMoto, type Moto } from '../../../support/moto.ts'
import { aProduct } from '../../../support/price-lists.ts'

const path = motoPath()

describe.skipIf(path === null)(
  `the catalogue of an emulated AWS${path === null ? ' (NOT RUN: set DRPLAN_MOTO to a moto_server)' : ''}`,
  () => {
    let moto: Moto
    let proxy: AwsServer
    let reading: CatalogueReading

    beforeAll(async () => {
      withCredentials()
      moto = await startMoto(path ?? '')
      proxy = await startProxy(moto.endpoint, ({ operation }) =>
        operation === 'GetProducts'
          ? {
              type: 'application/x-amz-json-1.1',
              body: JSON.stringify({
                FormatVersion: 'aws_v1',
                PriceList: [aProduct(), aProduct({ id: 'm7i.xlarge' })],
              }),
            }
          : null,
      )
      const live = awsSettingsSchema.parse({ kind: 'aws', regions: ['eu-west-1'], endpoint: proxy.endpoint })
      reading = await awsCatalogueSource.readCatalogue({
        regions: ['eu-west-1'],
        live,
        pricesEndpoint: null,
        today: '2026-11-21',
      })
      return async () => {
        vi.unstubAllEnvs()
        await proxy.close()
        await moto.stop()
      }
    }, 120_000)

    test('all types of the region are read', () => {
      expect(reading.components.length).toBeGreaterThan(900)
      expect(reading.regions[0]?.offered?.length).toBeGreaterThan(900)
      expect(reading.findings).toEqual([])
    })

    test('was asked exactly what the list of actions says', () => {
      expect([...new Set(proxy.asked.map(({ operation }) => operation))].sort()).toEqual(
        Object.keys(catalogueActions).sort(),
      )
    })

    test('what it says of a type is what the shipped catalogue says, which was made from the same answers', () => {
      const { catalogue, changes } = mergeReading(loadAwsCatalogue(), reading, '2026-11-21')

      expect(catalogueSchema.safeParse(catalogue).success).toBe(true)
      expect(changes).toMatchObject({ pricesRead: 2, componentsAdded: [] })
      // Recordings of different ages differ in some families, as in whether r7g is sold as current.
      expect(changes.componentsChanged.length).toBeLessThan(reading.components.length * 0.05)
    })
  },
)
