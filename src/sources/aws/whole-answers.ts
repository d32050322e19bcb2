/**
 * The SDK's XML parser takes what it gets. Of an answer that a proxy cut short it returns the half that came, and the
 * other half of the estate is silently gone; of the login page of a captive portal it makes an empty estate. So every
 * answer that claims success is checked to be one whole `…Response`, or `…Result` of S3, before it is parsed; one that is
 * not is asked for again, as after a lost connection.
 */
import type { EC2Client } from '@aws-sdk/client-ec2'

interface HttpAnswer {
  readonly statusCode: number
  body: unknown
}

type Stack = EC2Client['middlewareStack']

/** Priority `low` is nearest to the wire, so the SDK's own parser comes after it. */
export function insistOnWholeAnswers(stack: Stack): void {
  stack.add(
    (next, { commandName = '' }) =>
      async (request) => {
        const result = await next(request)
        const answer = result.response as HttpAnswer
        if (answer.statusCode >= 300 || inJson.has(commandName)) return result
        const bytes = await bytesOf(answer.body)
        answer.body = bytes
        if (!isWhole(new TextDecoder().decode(bytes))) throw damaged()
        return result
      },
    { step: 'deserialize', priority: 'low', name: 'insistOnWholeAnswers' },
  )
}

/** Its body is the policy itself, which whoever reads it parses. */
const inJson: ReadonlySet<string> = new Set(['GetBucketPolicyCommand'])

async function bytesOf(body: unknown): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Does the text begin with an element named `…Response` or `…Result`, and end with it? */
export function isWhole(xml: string): boolean {
  const text = xml.trim()
  const root = /^(?:<\?[^>]*\?>\s*)?<(\w*(?:Response|Result))\b[^>]*?(\/?)>/.exec(text)
  if (!root) return false
  return root[2] === '/' ? text.endsWith(root[0]) : text.endsWith(`</${root[1]}>`)
}

/** `$retryable` is how the SDK's retry strategy knows that asking again may help. */
const damaged = (): Error =>
  Object.assign(
    new Error('The answer is not one of AWS, or only the beginning of one: something on the way changed it.'),
    {
      name: 'AnswerDamaged',
      $retryable: {},
    },
  )
