import { expect, test } from 'vitest'
import { relate } from '../../../src/core/dependencies/relations.ts'
import { aDependency, aVm } from '../../builders.ts'

test('a dependency is seen from both of its ends, under the name of the other one', () => {
  const of = relate([aDependency()], [aVm({ id: 'web', name: 'web-1' }), aVm({ id: 'db', name: 'db-1' })])

  expect(of('web')).toMatchObject({ needs: [{ vmId: 'db', name: 'db-1', port: 5432 }], neededBy: [] })
  expect(of('db')).toMatchObject({ needs: [], neededBy: [{ vmId: 'web', name: 'web-1' }] })
  expect(of('else')).toEqual({ needs: [], neededBy: [] })
})
