import { expect, test } from 'vitest'
import { sourceIds } from '../../src/model/source-id.ts'
import { sources } from '../../src/sources/index.ts'

test.for(sourceIds)('the source %s is loaded from its own folder', async (id) => {
  const source = await sources[id]()

  expect(source).toHaveProperty('listFiles')
})
