import { describe, expect, it } from 'vitest'
import { configSchema } from '../../src/model/config.ts'
import { mappingSchema } from '../../src/model/mapping.ts'
import { scenarioSchema } from '../../src/model/scenario.ts'
import { aPlan } from '../builders-plan.ts'

const parsed = (mapping: object) =>
  configSchema.safeParse({
    schema: 'drplan/config@1',
    site: { id: 'test-site' },
    sources: [{ kind: 'inventory', path: 'inventory.csv' }],
    target: { platform: 'aws', region: 'eu-west-1' },
    mapping,
  })

describe('the hours of a month', () => {
  it('are 730 unless drplan.yaml or a scenario says 744, and no other number', () => {
    expect(parsed({}).data!.mapping.hoursPerMonth).toBe(730)
    expect(parsed({ hoursPerMonth: 744 }).data!.mapping.hoursPerMonth).toBe(744)
    expect(parsed({ hoursPerMonth: 720 }).success).toBe(false)
    expect(scenarioSchema.safeParse({ schema: 'drplan/scenario@1', mapping: { hoursPerMonth: 744 } }).success).toBe(
      true,
    )
  })

  it('are the most that drills may take', () => {
    const wrong = parsed({ recoveredHoursPerMonth: 731 })

    expect(wrong.error!.issues).toMatchObject([{ path: ['mapping', 'recoveredHoursPerMonth'] }])
    expect(parsed({ recoveredHoursPerMonth: 744, hoursPerMonth: 744 }).success).toBe(true)
    expect(parsed({ recoveredHoursPerMonth: 745, hoursPerMonth: 744 }).success).toBe(false)
  })

  it('were 730 in a mapping that an older drplan made', () => {
    const { hoursPerMonth, ...old } = aPlan({}).mapping

    expect(hoursPerMonth).toBe(730)
    expect(mappingSchema.parse(old).hoursPerMonth).toBe(730)
  })
})
