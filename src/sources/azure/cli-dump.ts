/** Answers of `az … list` and of the REST API in files of any name, merged into one dump. */
import { isObject, listOf, placed, reportUnread, unknownAnswer, type Answer, type Item } from '../json-items.ts'
import type { Report } from '../report.ts'
import { dumpOf, kindOf, noEntries, plain, type Dump } from './answers.ts'

/** Throws InputError `source.shape-unknown` when no file has a VM. */
export function readDump(answers: readonly Answer[], report: Report): Dump {
  const entries = noEntries()
  for (const { file, value } of answers) {
    const sorted = entriesOf(plain(value), file.shown).flatMap((item) => {
      const kind = kindOf(item.value)
      return kind === null ? [] : [{ kind, item }]
    })
    for (const { kind, item } of sorted) entries[kind].push(item)
    if (sorted.length === 0) reportUnread(file.shown, report)
    if (isObject(value) && typeof value['nextLink'] === 'string') reportPage(file.shown, report)
  }
  if (entries.vms.length === 0)
    throw unknownAnswer(
      answers[0]?.file.shown ?? '',
      'an answer of Azure with VMs in it',
      'Write it with: az vm list -d -o json > vms.json',
    )
  return dumpOf(entries, {
    source: 'azure-cli',
    suggestion: 'Write it again with az … list -o json, without --query.',
    report,
  })
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
