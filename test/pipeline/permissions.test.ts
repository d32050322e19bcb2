/** From drplan.yaml to decisions: the real source and SDK against a server on loopback, and files. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { checkSettingsSchema } from '../../src/model/check-settings.ts'
import { readPermissions } from '../../src/pipeline/permissions.ts'
import { anAzurePlan } from '../builders-plan-azure.ts'
import { aPlan } from '../builders-plan.ts'
import { withCredentials } from '../support/aws-request.ts'
import { startAwsServer } from '../support/aws-server.ts'
import { contextOf } from '../support/run-plan.ts'
import { harbourFoods } from '../support/temporary-folder.ts'

withCredentials()
const principal = 'arn:aws:iam::111122223333:role/dr'
const folder = await mkdtemp(join(tmpdir(), 'drplan-permissions-'))
await cp(harbourFoods, folder, {
  recursive: true,
  filter: (path) => !/expected|what-if|metrics/.test(path.slice(harbourFoods.length)),
})
const context = await contextOf(folder)
afterAll(() => rm(folder, { recursive: true, force: true }))
const settings = (permissions: object, recovery?: object) => checkSettingsSchema.parse({ permissions, recovery })

test('with --recovery IAM is asked of the role about every needed action, once each', async () => {
  const server = await startAwsServer(({ body }) => {
    const names = [...new URLSearchParams(body)]
      .filter(([key]) => key.startsWith('ActionNames'))
      .map(([, name]) => name)
    const members = names.map(
      (name) =>
        `<member><EvalActionName>${name}</EvalActionName><EvalDecision>${name === 'ec2:CreateVpc' ? 'implicitDeny' : 'allowed'}</EvalDecision></member>`,
    )
    return {
      type: 'text/xml',
      body: `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><EvaluationResults>${members.join('')}</EvaluationResults><IsTruncated>false</IsTruncated></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
    }
  })
  onTestFinished(server.close)
  const stated = settings({ principal }, { kind: 'aws', endpoint: server.endpoint })

  const reading = await readPermissions(aPlan(), stated, { context, live: true })

  expect(reading?.decided.map(({ action }) => action)).toEqual(reading?.needed.map(({ action }) => action))
  expect(reading?.decided.filter(({ decision }) => decision !== 'allowed')).toEqual([
    { action: 'ec2:CreateVpc', decision: 'not-allowed', reason: null },
  ])
  expect(await readPermissions(aPlan(), stated, { context, live: false })).toBeNull()
})

test('on Azure nobody is asked, which is said', async () => {
  const stated = settings({ principal }, { kind: 'azure', subscriptions: ['11111111-1111-4111-8111-111111111111'] })

  const reading = await readPermissions(anAzurePlan(), stated, { context, live: true })

  expect(reading?.needed.map(({ action }) => action)).toContain('Microsoft.Network/virtualNetworks/write')
  expect(new Set(reading?.decided.map(({ decision, reason }) => `${decision}: ${reason}`))).toEqual(
    new Set(['unknown: drplan asks nobody on azure; check.permissions.policyFile takes role definitions']),
  )
})

test.each([
  { what: 'no such file', policyFile: 'none.json', text: null, code: 'permissions.missing' },
  {
    what: 'a role of the other platform',
    policyFile: 'role.json',
    text: '{"permissions":[{"actions":["*"]}]}',
    code: 'permissions.invalid',
  },
  { what: 'text', policyFile: 'text.json', text: 'hello', code: 'permissions.invalid' },
])('$what is an error that names the file', async ({ policyFile, text, code }) => {
  if (text !== null) await writeFile(join(folder, policyFile), text)

  const failing = readPermissions(aPlan(), settings({ policyFile }), { context, live: false })

  await expect(failing).rejects.toMatchObject({ code, place: { file: policyFile } })
})
