/** Entries of price lists in the shape in which AWS and Azure send them; a test states only what it is about. */

interface Product {
  readonly id?: string
  readonly region?: string
  readonly system?: string
  readonly usd?: string
  readonly unit?: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly effectiveDate?: string
  readonly currency?: string
}

/** One entry of PriceList of GetProducts (aws_v1), which is a text. */
export function aProduct({
  id = 'm7i.large',
  region = 'eu-west-1',
  system = 'Linux',
  usd = '0.1122000000',
  unit = 'Hrs',
  attributes = {},
  effectiveDate = '2026-10-01T00:00:00Z',
  currency = 'USD',
}: Product = {}): string {
  const sku = `SKU${id}${system}`.replaceAll(/\W/g, '').toUpperCase()
  return JSON.stringify({
    product: {
      productFamily: 'Compute Instance',
      attributes: {
        instanceType: id,
        regionCode: region,
        operatingSystem: system,
        tenancy: 'Shared',
        preInstalledSw: 'NA',
        capacitystatus: 'Used',
        licenseModel: 'No License required',
        marketoption: 'OnDemand',
        servicecode: 'AmazonEC2',
        ...attributes,
      },
      sku,
    },
    serviceCode: 'AmazonEC2',
    terms: {
      OnDemand: {
        [`${sku}.JRTCKXETXF`]: {
          priceDimensions: {
            [`${sku}.JRTCKXETXF.6YS6EN2CT7`]: {
              unit,
              endRange: 'Inf',
              beginRange: '0',
              description: `${usd} per On Demand ${system} ${id} Instance Hour`,
              appliesTo: [],
              pricePerUnit: { [currency]: usd },
            },
          },
          sku,
          effectiveDate,
          offerTermCode: 'JRTCKXETXF',
          termAttributes: {},
        },
      },
      Reserved: {},
    },
    version: '20261101000000',
    publicationDate: '2026-11-01T00:00:00Z',
  })
}

/** One of the Items of the Azure Retail Prices API. */
export const anItem = (over: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  currencyCode: 'USD',
  tierMinimumUnits: 0,
  retailPrice: 0.12,
  unitPrice: 0.12,
  armRegionName: 'westeurope',
  location: 'EU West',
  effectiveStartDate: '2023-03-01T00:00:00Z',
  meterId: '00000000-0000-0000-0000-000000000001',
  meterName: 'D2s v5',
  productId: 'DZH318Z08NRP',
  skuId: 'DZH318Z08NRP/0001',
  productName: 'Virtual Machines Dsv5 Series',
  skuName: 'D2s v5',
  serviceName: 'Virtual Machines',
  serviceFamily: 'Compute',
  unitOfMeasure: '1 Hour',
  type: 'Consumption',
  isPrimaryMeterRegion: true,
  armSkuName: 'Standard_D2s_v5',
  ...over,
})
