/** The real SDK against a server on loopback that speaks the query protocol: the emulator does not know this call. */
import { afterEach, expect, test } from 'vitest'
import { awsSettingsSchema } from '../../../src/model/live-settings.ts'
import { permissionsPolicy } from '../../../src/sources/aws/actions.ts'
import { simulatePermissions } from '../../../src/sources/aws/simulate-permissions.ts'
import { withCredentials } from '../../support/aws-request.ts'
import { startAwsServer, type Answer, type Asked, type AwsServer } from '../../support/aws-server.ts'
import { readFileSync } from 'node:fs'

withCredentials()
let server: AwsServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

const principal = 'arn:aws:iam::111122223333:role/dr'
const settings = (endpoint: string) => awsSettingsSchema.parse({ kind: 'aws', regions: ['eu-central-1'], endpoint })

const namesIn = (body: string): readonly string[] =>
  [...new URLSearchParams(body)].filter(([key]) => key.startsWith('ActionNames.member.')).map(([, value]) => value)

const member = (action: string, decision: string, more = ''): string =>
  `<member><EvalActionName>${action}</EvalActionName><EvalResourceName>*</EvalResourceName><EvalDecision>${decision}</EvalDecision>${more}</member>`

const page = (members: readonly string[], marker: string | null = null): Answer => ({
  type: 'text/xml',
  body: `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><EvaluationResults>${members.join('')}</EvaluationResults><IsTruncated>${marker !== null}</IsTruncated>${marker === null ? '' : `<Marker>${marker}</Marker>`}</SimulatePrincipalPolicyResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SimulatePrincipalPolicyResponse>`,
})

const decide = async (actions: readonly string[], answer: (asked: Asked) => Answer) => {
  server = await startAwsServer(answer)
  return simulatePermissions(settings(server.endpoint), { principal, actions })
}

test('decisions are those of IAM: by policies, boundaries and the organization, and open where conditions decide', async () => {
  const members = [
    member('ec2:A', 'allowed'),
    member('ec2:B', 'implicitDeny'),
    member('ec2:C', 'explicitDeny'),
    member('ec2:D', 'implicitDeny', '<MissingContextValues><member>aws:PrincipalTag/x</member></MissingContextValues>'),
    member(
      'ec2:E',
      'implicitDeny',
      '<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>false</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>',
    ),
    member(
      'ec2:F',
      'explicitDeny',
      '<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>',
    ),
  ]

  const decided = await decide(['ec2:A', 'ec2:B', 'ec2:C', 'ec2:D', 'ec2:E', 'ec2:F', 'ec2:G'], () => page(members))

  expect(decided.map(({ action, decision, reason }) => [action, decision, reason])).toEqual([
    ['ec2:A', 'allowed', null],
    ['ec2:B', 'not-allowed', null],
    ['ec2:C', 'denied', 'a statement denies it'],
    ['ec2:D', 'unknown', 'it depends on conditions'],
    ['ec2:E', 'not-allowed', 'the permissions boundary refuses it'],
    ['ec2:F', 'denied', 'a policy of the organization refuses it'],
    ['ec2:G', 'unknown', 'IAM said nothing of it'],
  ])
})

test('many actions are asked in lots, and each lot page by page, of the principal that was named', async () => {
  const actions = Array.from({ length: 250 }, (_, index) => `ec2:Act${index}`)

  const decided = await decide(actions, ({ body }) => {
    const names = namesIn(body)
    const isSecond = new URLSearchParams(body).get('Marker') === 'next'
    const half = isSecond ? names.slice(50) : names.slice(0, 50)
    return page(
      half.map((name) => member(name, 'allowed')),
      isSecond || names.length <= 50 ? null : 'next',
    )
  })

  expect(decided.map(({ action }) => action)).toEqual(actions)
  expect(decided.every(({ decision }) => decision === 'allowed')).toBe(true)
  expect(server!.asked.map(({ body }) => namesIn(body).length)).toEqual([100, 100, 100, 100, 50])
  expect(new Set(server!.asked.map(({ body }) => new URLSearchParams(body).get('PolicySourceArn')))).toEqual(
    new Set([principal]),
  )
  expect(new Set(server!.asked.map(({ body }) => new URLSearchParams(body).get('Action')))).toEqual(
    new Set(['SimulatePrincipalPolicy']),
  )
})

test('a refusal to simulate is no verdict', async () => {
  const decided = await decide(['ec2:A'], () => ({
    status: 403,
    type: 'text/xml',
    body: '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>',
  }))

  expect(decided).toEqual([{ action: 'ec2:A', decision: 'unknown', reason: 'IAM was not to be asked: AccessDenied' }])
})

test('the policy in the documentation allows this one call', () => {
  const file = new URL('../../../docs/aws-iam-policy-permissions.json', import.meta.url)

  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(permissionsPolicy, null, 2)}\n`)
})
