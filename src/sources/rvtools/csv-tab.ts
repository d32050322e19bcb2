/** One CSV file of an RVTools export (`RVTools_tabvInfo.csv`, `vInfo.csv`) as a tab. */
import { readCsv } from '../csv-rows.ts'
import { readText, type InputFile } from '../files.ts'
import { tabNames } from './columns.ts'
import type { RawTab } from './raw-tab.ts'

/** The tab that a file name stands for, in the spelling of RVTools; null when it is none that drplan reads. */
export function tabOfFileName(name: string): string | null {
  const stem = name.replace(/\.csv$/i, '').replace(/^.*[\\/]/, '')
  const tab = /^(?:rvtools[_-]?tab)?(v[a-z]+)$/i.exec(stem)?.[1]
  return tabNames.find((known) => known.toLowerCase() === tab?.toLowerCase()) ?? null
}

/** Throws InputError `source.file-damaged`. */
export async function readCsvTab(file: InputFile): Promise<RawTab> {
  const { rows, delimiter } = readCsv(await readText(file), file.shown)
  const [header, ...body] = rows
  return {
    name: tabOfFileName(file.path) ?? 'vInfo',
    shown: file.shown,
    header: header?.cells ?? [],
    rows: body.map(({ cells, line }) => ({ cells, place: `${file.shown}:${line}` })),
    decimalComma: delimiter === ';',
  }
}
