import { forecastModels } from '../../../../src/core/forecast/models/index.ts'
import { testForecastModel } from '../../../contracts/forecast-model.ts'

for (const model of Object.values(forecastModels)) testForecastModel(model)
