/** drplan's own inventory: one JSON or CSV file, or a folder with exactly one of them. */
import { InputError } from '../../errors.ts'
import type { Source, SourceRequest } from '../../model/source.ts'
import { findFiles, type InputFile } from '../files.ts'
import { listed } from '../report.ts'
import { readCsvInventory } from './read-csv.ts'
import { readJsonInventory } from './read-json.ts'

const wanted = { test: (name: string) => /\.(json|csv)$/i.test(name), meaning: 'inventory (.json or .csv)' }

export const inventorySource: Source = {
  listFiles: async (request) => [(await findOne(request)).path],
  readSite: async (request) => {
    const file = await findOne(request)
    return /\.csv$/i.test(file.path) ? readCsvInventory(file, request) : readJsonInventory(file, request)
  },
}

/** Two inventories in one folder may be two versions of one; which is meant has to be said. */
async function findOne(request: SourceRequest): Promise<InputFile> {
  const files = await findFiles(request, wanted)
  const [only] = files
  if (only && files.length === 1) return only
  throw new InputError(
    'source.shape-unknown',
    `${request.shownPath} holds several inventories: ${listed(files.map(({ shown }) => shown))}.`,
    {
      place: { file: request.shownPath },
      suggestions: ['Name one file as the path of the source, or list each as a source of its own.'],
    },
  )
}
