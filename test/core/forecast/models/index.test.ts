import { expect, it } from 'vitest'
import { forecastModels } from '../../../../src/core/forecast/models/index.ts'
import { modelFamilies, modelIds } from '../../../../src/model/forecast.ts'
import { testForecastModel } from '../../../contracts/forecast-model.ts'

for (const model of Object.values(forecastModels)) testForecastModel(model)

it('registers every model under its own id', () => {
  const registered = Object.entries(forecastModels)

  expect(registered.map(([id]) => id).toSorted()).toEqual([...modelIds].toSorted())
  expect(registered.every(([id, model]) => id === model.id)).toBe(true)
})

it('has a model of every family', () => {
  const families = new Set(Object.values(forecastModels).map(({ family }) => family))

  expect([...families].toSorted()).toEqual([...modelFamilies].toSorted())
})
