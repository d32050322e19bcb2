import { describe, expect, it } from 'vitest'
import { loadAzureCatalogue } from '../../../src/targets/azure/catalogue.ts'
import { azureQuotasOf } from '../../../src/targets/azure/quotas.ts'

const catalogue = loadAzureCatalogue()
const quotas = azureQuotasOf(catalogue)

describe('the quotas of Azure', () => {
  it('count every size in all and in exactly one family', () => {
    for (const component of catalogue.components) {
      const counting = quotas.filter(({ of, covers }) => of === 'vcpus' && covers({ component }))
      expect(counting.map(({ id }) => id)).toEqual(['cores', component.family.replace(', constrained', '')])
    }
  })

  it('have names that nothing else has', () => {
    expect(new Set(quotas.map(({ id }) => id)).size).toBe(quotas.length)
  })
})
