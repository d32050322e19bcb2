/** Answers of `az … list` and of the REST API in files of any name, merged into one dump. */
import { readText, type InputFile } from '../files.ts'
import { isObject, listOf, placed, reportUnread, unknownAnswer, type Item } from '../json-items.ts'
import { parseJson } from '../json-text.ts'
import type { Report } from '../report.ts'
import { dumpOf, kindOf, noEntries, plain, type Dump, type Entries } from './answers.ts'
import { holdsMetrics } from './monitor-answers.ts'

/**
 * Null where all that is known is metrics, which are not read here. Throws InputError `source.file-damaged`, or
 * `source.shape-unknown` when no file has a VM or a metric.
 */
export async function readDump(files: readonly InputFile[], report: Report): Promise<Dump | null> {
  const entries = noEntries()
  const measured: boolean[] = []
  for (const file of files) measured.push(await addAnswer(entries, file, report))
  if (entries.vms.length === 0 && !measured.includes(true))
    throw unknownAnswer(
      files[0]?.shown ?? '',
      'an answer of Azure with VMs or metrics in it',
      'Write it with: az vm list -d -o json > vms.json',
    )
  if (Object.values(entries).every((list) => list.length === 0)) return null
  return dumpOf(entries, {
    source: 'azure-cli',
    suggestion: 'Write it again with az … list -o json, without --query.',
    report,
  })
}

/** Does the file hold metrics? */
async function addAnswer(entries: Entries, file: InputFile, report: Report): Promise<boolean> {
  const value = parseJson(await readText(file), file.shown)
  if (holdsMetrics(value, 'every')) return true
  const hasMetrics = holdsMetrics(value, 'some')
  if (addEntries(entries, value, file.shown) === 0 && !hasMetrics) reportUnread(file.shown, report)
  if (isObject(value) && typeof value['nextLink'] === 'string') reportPage(file.shown, report)
  return hasMetrics
}

/** How many entries are of a kind that is known. */
function addEntries(entries: Entries, value: unknown, shown: string): number {
  const sorted = entriesOf(plain(value), shown).flatMap((item) => {
    const kind = kindOf(item.value)
    return kind === null ? [] : [{ kind, item }]
  })
  for (const { kind, item } of sorted) entries[kind].push(item)
  return sorted.length
}

function entriesOf(value: unknown, shown: string): readonly Item<unknown>[] {
  if (Array.isArray(value)) return placed(value, shown)
  if (isObject(value) && Array.isArray(value['value'])) return placed(listOf(value['value']), `${shown}#value`)
  return [{ value, place: shown }]
}

function reportPage(shown: string, report: Report): void {
  report('site.dump-incomplete', {
    subject: shown,
    message: 'The file is one page of a longer answer: it carries a nextLink. What follows may be missing.',
    suggestion: 'Use az … list, which fetches every page.',
    place: shown,
  })
}
