/**
 * The Azure Retail Prices API: open to everybody, page after page (`NextPageLink`), and slowed down with 429 and
 * Retry-After.
 */
import { z } from 'zod'
import { SourceError } from '../../../errors.ts'
import { createPriceTable } from '../../price-table.ts'
import type { Report } from '../../report.ts'
import type { RegionReading } from '../../../model/catalogue-reading.ts'
import { readItem, type ReadItem } from './retail-items.ts'

const publicList = 'https://prices.azure.com/api/retail/prices'
const attempts = 5
const timeoutMs = 60_000
const longestWaitMs = 120_000
/** No region has so many; a link that leads round in circles must end. */
const mostPages = 5000

const pageSchema = z.object({ Items: z.array(z.unknown()), NextPageLink: z.string().nullish() })

interface Asked {
  readonly region: string
  readonly today: string
  /** Another address of the list; null = the public one. */
  readonly endpoint: string | null
  readonly report: Report
}

/** Prices on demand of all sizes of one region. Throws SourceError `source.*`. */
export async function readRetailPrices(asked: Asked): Promise<Pick<RegionReading, 'prices' | 'refused'>> {
  const table = createPriceTable()
  const latest = new Map<string, Extract<ReadItem, { kind: 'price' }>[]>()
  for await (const sent of itemsOf(asked)) {
    const item = readItem(sent, asked)
    if (item.kind === 'refused') table.refuse(item, item.why)
    if (item.kind !== 'price') continue
    const key = `${item.id} ${item.isWindows}`
    const before = latest.get(key) ?? []
    const since = before[0]?.since ?? ''
    // An older price stays in the list beside the one that follows it.
    if (item.since >= since) latest.set(key, item.since === since ? [...before, item] : [item])
  }
  for (const item of [...latest.values()].flat()) table.add(item)
  return table.result(asked.region, asked.report)
}

async function* itemsOf({ region, endpoint }: Asked): AsyncGenerator {
  const base = endpoint ?? publicList
  const first = new URL(base)
  first.searchParams.set(
    '$filter',
    `serviceName eq 'Virtual Machines' and priceType eq 'Consumption' and armRegionName eq '${region.replaceAll("'", "''")}'`,
  )
  first.searchParams.set('currencyCode', 'USD')
  let url: URL | null = first
  for (let page = 0; url !== null; page++) {
    if (page === mostPages) throw damaged(base, 'it does not end')
    const { Items, NextPageLink } = await readPage(url)
    yield* Items
    url = NextPageLink ? nextOf(NextPageLink, base) : null
  }
}

/** Only what is asked is taken from a link, never whom: an answer must not send drplan somewhere else. */
function nextOf(link: string, base: string): URL {
  if (!URL.canParse(link)) throw damaged(base, 'its next page has no address')
  const url = new URL(base)
  url.search = new URL(link).search
  return url
}

async function readPage(url: URL): Promise<z.infer<typeof pageSchema>> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(url)
    if (answer.ok) return pageOf(await textOf(answer, url), url)
    const isPassing = answer.status === 429 || answer.status >= 500
    await answer.body?.cancel()
    if (!isPassing || attempt === attempts) throw refused(url, answer.status)
    await wait(waitOf(answer, attempt))
  }
}

/** Seconds or a date, as RFC 9110 has it; without it twice as long each time. */
function waitOf(answer: Response, attempt: number): number {
  const said = answer.headers.get('retry-after')
  const seconds = said === null || said.trim() === '' ? Number.NaN : Number(said)
  return Math.min(longestWaitMs, Number.isFinite(seconds) ? seconds * 1000 : 500 * 2 ** attempt)
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function ask(url: URL): Promise<Response> {
  try {
    return await fetch(url, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(timeoutMs) })
  } catch (cause) {
    throw unreachable(url, cause)
  }
}

async function textOf(answer: Response, url: URL): Promise<string> {
  try {
    return await answer.text()
  } catch (cause) {
    throw unreachable(url, cause)
  }
}

function pageOf(text: string, url: URL): z.infer<typeof pageSchema> {
  try {
    const page = pageSchema.safeParse(JSON.parse(text))
    if (page.success) return page.data
    throw damaged(url.origin, 'it has no Items', page.error)
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged(url.origin, 'it is not JSON', error)
    throw error
  }
}

const damaged = (where: string, why: string, cause?: unknown): SourceError =>
  new SourceError('source.answer-damaged', `The price list of ${where} cannot be read: ${why}.`, {
    suggestions: ['Check which proxy or portal answers there, and run it again.'],
    cause,
  })

const unreachable = (url: URL, cause: unknown): SourceError =>
  new SourceError('source.unreachable', `The price list of ${url.origin} does not answer: ${sayOf(cause)}`, {
    suggestions: ['Check the network and the proxy, and run it again; until then the catalogue stays as it is.'],
    cause,
  })

/** What fetch wraps says more than fetch does. */
function sayOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = inner instanceof Error && 'code' in inner ? `${String(inner.code)} ` : ''
  return `${code}${inner instanceof Error ? inner.message : String(inner)}`.trim()
}

const refused = (url: URL, status: number): SourceError =>
  status === 429
    ? new SourceError('source.throttled', `The price list of ${url.origin} still asks to be asked less often.`, {
        suggestions: ['Run it again later, or for fewer regions: --region.'],
      })
    : new SourceError('source.unreachable', `The price list of ${url.origin} answers with status ${status}.`, {
        suggestions: ['Run it again later; until then the catalogue stays as it is.'],
      })
