/** The CSV and Parquet files behind a path: the file itself, or those below a folder. */
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { InputError } from '../../errors.ts'
import type { SourceRequest } from '../../model/source.ts'
import type { MetricFile } from '../read-lines.ts'

const ending = /\.(csv|csv\.gz|parquet)$/i

export const isParquet = ({ path }: MetricFile): boolean => /\.parquet$/i.test(path)

/** What a file's name says besides its format. */
export const withoutEnding = (fileName: string): string => fileName.replace(ending, '')

/** Sorted by path; without the mapping file. Throws InputError `source.file-missing` or `source.nothing-readable`. */
export async function listMetricFiles(request: SourceRequest): Promise<MetricFile[]> {
  const { path, shownPath, mappingPath } = request
  const found = await stat(path).catch((cause) => {
    const options = { suggestions: ['Check `path` in drplan.yaml.'], place: { file: shownPath }, cause }
    throw new InputError('source.file-missing', `${shownPath} is not there.`, options)
  })
  if (!found.isDirectory()) return [{ path, shownPath }]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => !entry.isDirectory() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => file !== mappingPath)
    .sort()
  if (files.length > 0) return files.map((file) => ({ path: file, shownPath: showPath(request, file) }))
  throw new InputError('source.nothing-readable', `There is no .csv, .csv.gz or .parquet file below ${shownPath}.`, {
    suggestions: ['Put the exported metrics there, or correct `path` in drplan.yaml.'],
    place: { file: shownPath },
  })
}

const showPath = ({ path, shownPath }: SourceRequest, file: string): string =>
  `${shownPath.replace(/[/\\]+$/, '')}/${relative(path, file).split(sep).join('/')}`
