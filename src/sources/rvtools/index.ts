/** RVTools: the Excel workbook it exports, or its folder of CSV files. Folders may hold several workbooks. */
import { basename } from 'node:path'
import type { Source, SourceRequest } from '../../model/source.ts'
import { findFiles, type InputFile } from '../files.ts'
import { readCsvTab, tabOfFileName } from './csv-tab.ts'
import { readExport } from './read-site.ts'
import { readWorkbook, type Workbook } from './workbook.ts'

const wanted = {
  test: (name: string) => /\.xlsx$/i.test(name) || (/\.csv$/i.test(name) && tabOfFileName(name) !== null),
  meaning: 'RVTools workbook (.xlsx) or CSV file (RVTools_tabvInfo.csv, vInfo.csv, …)',
}

export const rvtoolsSource: Source = {
  listFiles: async (request: SourceRequest) => (await findFiles(request, wanted)).map(({ path }) => path),
  readSite: async (request: SourceRequest) => {
    const files = await findFiles(request, wanted)
    const books: Workbook[] = []
    for (const file of files) books.push(await readFile(file))
    const times = books.map(({ created }) => created).filter((time) => time !== null)
    return readExport({ tabs: books.flatMap(({ tabs }) => tabs), created: times.toSorted().at(-1) ?? null }, request)
  },
}

async function readFile(file: InputFile): Promise<Workbook> {
  if (/\.csv$/i.test(basename(file.path))) return { tabs: [await readCsvTab(file)], created: null }
  return readWorkbook(file)
}
