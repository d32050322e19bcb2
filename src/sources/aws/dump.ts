/** Files of any name, each an answer of the AWS CLI, merged into one dump. */
import { InputError } from '../../errors.ts'
import { readText, type InputFile } from '../files.ts'
import { parseJson } from '../json-text.ts'
import type { Report } from '../report.ts'
import { addAnswer, createCollection, dumpOf, isObject, type Collection, type Dump } from './answers.ts'
import { isMetricAnswer } from './metric-answers.ts'
import type { FindLiterals } from './user-data.ts'

type Answer = Readonly<Record<string, unknown>>

/**
 * Null where all that is known is metrics, which are not read here. Throws InputError `source.file-damaged`, or
 * `source.shape-unknown` when no file is an answer that drplan knows.
 */
export async function readDump(
  files: readonly InputFile[],
  report: Report,
  findLiterals?: FindLiterals,
): Promise<Dump | null> {
  const collection = createCollection('aws-describe', report, findLiterals)
  let metrics = 0
  for (const file of files) {
    const answer = parseJson(await readText(file), file.shown)
    if (isMetricAnswer(answer)) metrics++
    else addFile(collection, file, answer)
  }
  const isEmpty = collection.present.size === 0
  if (isEmpty && metrics === 0) throw unknownShape(files)
  return isEmpty ? null : dumpOf(collection)
}

function addFile(collection: Collection, file: InputFile, answer: unknown): void {
  const found = addAnswer(collection, { shown: file.shown, answer })
  // The entries of a prefix list do not say whose they are, so they are only recognised.
  if (found === 0 && !(isObject(answer) && Array.isArray(answer['Entries'])))
    reportStranger(file.shown, collection.report)
  if (isObject(answer)) reportPage(answer, file, collection.report)
}

/** A token left over means that the answer goes on in a page that is not in the file. */
function reportPage(answer: Answer, file: InputFile, report: Report): void {
  const key = ['NextToken', 'NextMarker', 'Marker', 'NextRecordName'].find((name) => Boolean(answer[name]))
  if (key === undefined) return
  report('site.dump-incomplete', {
    subject: file.shown,
    message: `The file is one page of a longer answer: it carries ${key}. What follows may be in another file, or missing.`,
    suggestion: 'Dump it again without --max-items and --no-paginate, so that the CLI fetches every page.',
    place: file.shown,
  })
}

function reportStranger(shown: string, report: Report): void {
  report('site.file-unread', {
    subject: shown,
    message: 'The file holds none of the answers that drplan reads.',
    suggestion: 'Remove it from the folder if it is something else.',
    place: shown,
  })
}

function unknownShape(files: readonly InputFile[]): InputError {
  const shown = files[0]?.shown ?? ''
  return new InputError('source.shape-unknown', `${shown} is not the answer of an aws describe command.`, {
    place: { file: shown },
    suggestions: ['Write it with: aws ec2 describe-instances --output json > instances.json (without --query).'],
  })
}
