/**
 * The SDK's XML parser takes what it gets: of an answer that a proxy cut short it returns the half that came, and
 * the other half of the estate is silently gone. So every XML answer is checked to end with the element it began with,
 * before it is parsed; one that does not is asked for again, as after a lost connection.
 */
import type { EC2Client } from '@aws-sdk/client-ec2'

interface HttpAnswer {
  readonly headers: Readonly<Record<string, string>>
  body: unknown
}

type Stack = EC2Client['middlewareStack']

/** Priority `low` is nearest to the wire, so the SDK's own parser comes after it. */
export function insistOnWholeAnswers(stack: Stack): void {
  stack.add(
    (next) => async (request) => {
      const result = await next(request)
      const answer = result.response as HttpAnswer
      if (!/xml/.test(answer.headers['content-type'] ?? '')) return result
      const bytes = await bytesOf(answer.body)
      answer.body = bytes
      if (!isWhole(new TextDecoder().decode(bytes))) throw truncated()
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'insistOnWholeAnswers' },
  )
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Does the text end with the element that it begins with? An empty answer is whole: errors of a gateway have none. */
export function isWhole(xml: string): boolean {
  const text = xml.trim()
  if (text === '') return true
  const root = /^(?:<\?[^>]*\?>\s*)?<([\w:.-]+)[^>]*?(\/?)>/.exec(text)
  if (!root) return false
  return root[2] === '/' || new RegExp(`</${root[1]}\\s*>$`).test(text)
}

/** `$retryable` is how the SDK's retry strategy knows that asking again may help. */
const truncated = (): Error =>
  Object.assign(new Error('The answer ends in the middle: it was cut short on its way.'), {
    name: 'TruncatedAnswer',
    $retryable: {},
  })
