import { describe, expect, it } from 'vitest'
import { loadAwsCatalogue } from '../../../src/targets/aws/catalogue.ts'
import { awsQuotas } from '../../../src/targets/aws/quotas.ts'

const { components, diskClasses } = loadAwsCatalogue()

describe('the quotas of AWS', () => {
  it('count every machine in exactly one group, but for Apple machines, which run on dedicated hosts', () => {
    for (const component of components) {
      const counting = awsQuotas.filter(({ of, covers }) => of === 'vcpus' && covers({ component }))
      expect(counting.length).toBe(component.family.startsWith('mac') ? 0 : 1)
    }
  })

  it('count every disk class once, in TiB as the platform does', () => {
    for (const { id } of diskClasses) {
      const counting = awsQuotas.filter(({ of, covers }) => of === 'volume-tib' && covers({ diskClass: id }))
      expect(counting.length).toBe(1)
    }
  })

  it.each([
    ['m7i.large', 'L-1216C47A'],
    ['g6.xlarge', 'L-DB2E81BA'],
    ['gr6.4xlarge', 'L-DB2E81BA'],
    ['inf2.xlarge', 'L-1945791B'],
    ['im4gn.large', 'L-1216C47A'],
    ['u7i-12tb.224xlarge', 'L-43DA4232'],
    ['x2idn.16xlarge', 'L-7295265B'],
    ['trn1.2xlarge', 'L-2C3B7624'],
  ])('know the group of %s', (id, quota) => {
    const component = components.find((one) => one.id === id)!

    expect(awsQuotas.filter(({ covers }) => covers({ component })).map((one) => one.id)).toContain(quota)
  })
})
