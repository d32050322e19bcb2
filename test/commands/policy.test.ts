import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, describe, expect, test } from 'vitest'
import PolicyFacts from '../../commands/policy/facts.ts'
import PolicyList from '../../commands/policy/list.ts'
import PolicyTest from '../../commands/policy/test.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')

type Runnable = { run(argv: string[], root: string): Promise<unknown> }

async function run(command: Runnable, argv: readonly string[]) {
  process.exitCode = 0
  const { stdout, stderr, error } = await captureOutput(() => command.run([...argv], root), { print: false })
  return { stdout, stderr, exitCode: (error?.oclif?.exit ?? process.exitCode) || 0 }
}

afterEach(() => {
  process.exitCode = 0
})

const policies = `schema: drplan/policy@1
policies:
  - { id: spread, layer: allocation, title: Spread., severity: error, each: application, must: [{ fact: zones, atLeast: 2 }] }
  - { id: other, layer: allocation, title: Other., severity: info, each: vm, must: [{ fact: mapped, is: true }] }
`

async function aFile(text: string): Promise<string> {
  const file = join(await temporaryFolder(), 'own.yaml')
  await writeFile(file, text)
  return file
}

const hostile = '"\\e[31m<b>&\\u202E"'
const failing = `${policies}tests:
  - name: ${hostile}
    given: [{ each: application, facts: { zones: 1 } }]
    expect: { passed: [spread] }
`

describe('policy test', () => {
  test('passes what comes with drplan', async () => {
    const { stdout, exitCode } = await run(PolicyTest, ['--builtin'])

    expect(stdout).toContain('all pass')
    expect(exitCode).toBe(0)
  })

  test('fails with what was expected, what came instead and where, and names what is not tested', async () => {
    const file = await aFile(failing)

    const { stdout, exitCode } = await run(PolicyTest, [file])

    const text = stdout.replaceAll(/\s+/g, ' ')
    expect(text).toContain('spread: passed expected, broken got: number of zones: 1; at least 2 asked')
    expect(stdout.replaceAll(/\s/g, '')).toContain('own.yaml:6')
    expect(text).toContain('Without a test: other.')
    expect(stdout).toContain(String.raw`\u{1b}[31m<b>&\u{202e}`)
    expect(exitCode).toBe(1)
  })

  test('writes JUnit that is XML whatever the names are', async () => {
    const { stdout } = await run(PolicyTest, [await aFile(failing), '--format', 'junit'])

    expect(stdout).toContain('<testsuite name="drplan policy test" tests="1" failures="1">')
    expect(stdout).toContain('name="\\u{1b}[31m&lt;b&gt;&amp;\\u{202e}"')
    expect(stdout).toContain(
      '<failure message="spread: passed expected, broken got: number of zones: 1; at least 2 asked">',
    )
  })

  test('gives JSON for scripts', async () => {
    const { stdout, exitCode } = await run(PolicyTest, [await aFile(failing), '--json'])

    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'drplan/policy-test@1',
      passed: false,
      tests: [{ faults: [{ policyId: 'spread', expected: 'passed', got: 'broken' }] }],
      untested: ['other'],
    })
    expect(exitCode).toBe(1)
  })

  test('fails where there are no tests, and is told what it is for where nothing is named', async () => {
    expect((await run(PolicyTest, [await aFile(policies)])).exitCode).toBe(1)
    expect((await run(PolicyTest, [])).exitCode).toBe(2)
  })

  test('says where a file is not valid', async () => {
    const { stderr, exitCode } = await run(PolicyTest, [await aFile(policies.replace('zones', 'zone'))])

    expect(stderr).toContain('application has no fact zone.')
    expect(stderr).toContain('Did you mean zones?')
    expect(exitCode).toBe(2)
  })
})

describe('policy list', () => {
  test('needs no drplan.yaml', async () => {
    const { stdout, exitCode } = await run(PolicyList, ['--layer', 'deployment'])

    expect(stdout).toContain('disks-encrypted')
    expect(stdout).not.toContain('backups-within-rpo')
    expect(exitCode).toBe(0)
  })

  test('has own policies, without unwanted ones, with the severities of drplan.yaml', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'own.yaml'), policies)
    await writeFile(
      join(folder, 'drplan.yaml'),
      `schema: drplan/config@1
site: { id: x }
sources: [{ kind: inventory, path: inventory.json }]
target: { platform: aws, region: eu-central-1 }
check: { policies: [own.yaml], withoutPolicies: [disks-encrypted], severities: { policy.spread: info } }
`,
    )

    const { stdout } = await run(PolicyList, ['--config', join(folder, 'drplan.yaml'), '--json'])

    const listed = (JSON.parse(stdout) as { policies: { id: string; severity: string; statedSeverity?: string }[] })
      .policies
    expect(listed.find(({ id }) => id === 'spread')).toMatchObject({
      severity: 'info',
      statedSeverity: 'error',
      place: 'own.yaml:3',
    })
    expect(listed.map(({ id }) => id)).not.toContain('disks-encrypted')
  })
})

test('policy facts lists what can be asked of a noun', async () => {
  const { stdout } = await run(PolicyFacts, ['rule'])

  expect(stdout).toContain('openToWorld')
  expect(stdout).not.toContain('backupIntervalMinutes')
})
