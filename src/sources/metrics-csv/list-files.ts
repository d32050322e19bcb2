/** The CSV files behind a path: the file itself, or those below a folder. */
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { InputError } from '../../errors.ts'
import type { SourceRequest } from '../../model/source.ts'
import type { MetricFile } from '../read-lines.ts'

const isCsv = (name: string): boolean => /\.csv(\.gz)?$/i.test(name)

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
    .filter((entry) => !entry.isDirectory() && isCsv(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => file !== mappingPath)
    .sort()
  if (files.length > 0) return files.map((file) => ({ path: file, shownPath: showPath(request, file) }))
  throw new InputError('source.nothing-readable', `There is no .csv or .csv.gz file below ${shownPath}.`, {
    suggestions: ['Put the exported metrics there, or correct `path` in drplan.yaml.'],
    place: { file: shownPath },
  })
}

const showPath = ({ path, shownPath }: SourceRequest, file: string): string =>
  `${shownPath.replace(/[/\\]+$/, '')}/${relative(path, file).split(sep).join('/')}`
