/** The rows of a list of dependencies, by CSV or YAML, before their names are looked up. */
import { LineCounter, isMap, isNode, isSeq, parseDocument, type Document } from 'yaml'
import { z } from 'zod'
import { InputError } from '../../errors.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { columnsOf, openTable, readTable, unknownTable } from '../csv-table.ts'
import { readText, type InputFile } from '../files.ts'

export interface Link {
  readonly from: string
  readonly to: string
  readonly port: number | null
  readonly protocol: string | null
  readonly note: string | null
  readonly place: string
}

interface Links {
  readonly links: readonly Link[]
  readonly findings: readonly Finding[]
}

/** Throws InputError `source.file-damaged` or `source.shape-unknown`. */
export const readLinks = (file: InputFile): Promise<Links> =>
  /\.ya?ml$/i.test(file.path) ? readYaml(file) : readCsvLinks(file)

/** A note is a part of a sentence. */
const MOST_NOTE = 200

/** Blank and null are the same. A port of YAML may be a number. */
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value).trim()))
const linkSchema = z.object({
  from: text.refine((value) => value !== '', 'is missing'),
  to: text.refine((value) => value !== '', 'is missing'),
  port: text
    .refine(
      (value) => value === '' || (/^\d{1,5}$/.test(value) && Number(value) <= 65_535),
      'is no port from 0 to 65535',
    )
    .transform((value) => (value === '' ? null : Number(value))),
  protocol: text.transform((value) => (value === '' ? null : value.toLowerCase())),
  note: text.transform((value) => (value === '' ? null : value.slice(0, MOST_NOTE))),
})

function checkRows(rows: readonly { readonly value: unknown; readonly place: string }[]): Links {
  const links: Link[] = []
  const findings: Finding[] = []
  for (const { value, place } of rows) {
    const parsed = linkSchema.safeParse(value)
    if (parsed.success) links.push({ ...parsed.data, place })
    else
      findings.push(
        createFinding('site.row-unreadable', {
          subject: place,
          message: `The dependency is left out: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}.`,
          suggestion: 'Each needs a from and a to, which are VMs; port, protocol and note may be left out.',
          place,
        }),
      )
  }
  return { links, findings }
}

const columns: Readonly<Record<string, 'from' | 'to' | 'port' | 'protocol' | 'note'>> = {
  from: 'from',
  source: 'from',
  client: 'from',
  to: 'to',
  destination: 'to',
  server: 'to',
  port: 'port',
  protocol: 'protocol',
  note: 'note',
}

const columnOf = (title: string) => {
  const name = title.trim().toLowerCase()
  return Object.hasOwn(columns, name) ? (columns[name] ?? null) : null
}

async function readCsvLinks(file: InputFile): Promise<Links> {
  const table = await openTable(file)
  const known = columnsOf(table, columnOf)
  if (!known.has('from') || !known.has('to'))
    throw unknownTable(table, 'a list of dependencies', 'Begin it with a line `from,to,port,protocol,note`.')
  return checkRows(readTable(table, columnOf).map(({ cells, place }) => ({ value: Object.fromEntries(cells), place })))
}

/** A list, or a list under the key `dependencies`. */
async function readYaml(file: InputFile): Promise<Links> {
  const lines = new LineCounter()
  const document = parseDocument(await readText(file), { lineCounter: lines })
  const [fault] = document.errors
  if (fault) {
    throw new InputError('source.file-damaged', `${file.shown} is not YAML: ${fault.message.split('\n')[0] ?? ''}`, {
      cause: fault,
      place: { file: file.shown, line: fault.linePos?.[0].line ?? 1 },
      suggestions: ['Correct the line.'],
    })
  }
  const rows = listIn(document)
  if (!rows)
    throw new InputError('source.shape-unknown', `${file.shown} is not a list of dependencies.`, {
      place: { file: file.shown, line: 1 },
      suggestions: ['Write a list, such as `- { from: web-1, to: db-1, port: 5432 }`.'],
    })
  return checkRows(
    rows.items.map((item) => {
      const range = isNode(item) ? item.range : null
      const line = range ? lines.linePos(range[0]).line : 1
      return {
        value: isMap(item) ? (item.toJS(document, { maxAliasCount: 50 }) as unknown) : {},
        place: `${file.shown}:${line}`,
      }
    }),
  )
}

function listIn(document: Document) {
  const { contents } = document
  const list = isMap(contents) ? contents.get('dependencies', true) : contents
  return isSeq(list) ? list : null
}
