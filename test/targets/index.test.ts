import { expect, test } from 'vitest'
import { targetIds } from '../../src/model/target-id.ts'
import { loadTarget } from '../../src/targets/index.ts'

test.each(targetIds)('the registry loads %s under its own id', async (id) => {
  const target = await loadTarget(id)

  expect(target.id).toBe(id)
})
