import { expect, test } from 'vitest'
import type { DrComponent } from '../../../../src/model/dr-component.ts'
import { knownQuotas } from '../../../../src/sources/aws/quotas/codes.ts'
import { loadAwsCatalogue } from '../../../../src/targets/aws/catalogue.ts'
import { awsQuotas } from '../../../../src/targets/aws/quotas.ts'

test('what is read is what the target counts', () => {
  expect(knownQuotas.map(({ id }) => id)).toEqual(awsQuotas.map(({ id }) => id))
})

test('types and volumes are counted against the quota that the target counts them against', () => {
  const { components, diskClasses } = loadAwsCatalogue()
  const targetOf = (component: DrComponent) =>
    awsQuotas.find(({ of, covers }) => of === 'vcpus' && covers({ component }))?.id
  const sourceOf = ({ id }: DrComponent) =>
    knownQuotas.find(
      ({ counted }) => counted.kind === 'vcpus' && counted.letters.includes(/^[a-z]+/.exec(id)?.[0] ?? ''),
    )?.id

  expect(components.filter((one) => targetOf(one) !== sourceOf(one))).toEqual([])
  for (const { id } of diskClasses)
    expect(knownQuotas.find(({ counted }) => counted.kind === 'volume-tib' && counted.volumeType === id)?.id).toBe(
      awsQuotas.find(({ of, covers }) => of === 'volume-tib' && covers({ diskClass: id }))?.id,
    )
})
