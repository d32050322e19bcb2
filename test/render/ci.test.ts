/** What runs drplan in pipelines: read as the pipelines read it. */
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import Check from '../../commands/check.ts'
import Diff from '../../commands/diff.ts'
import Plan from '../../commands/plan.ts'
import { ciSystems } from '../../src/model/ci-system.ts'
import { renderedCi, type CiSite } from '../support/render-ci.ts'

interface Step {
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  readonly displayName?: string
}

interface Workflow {
  readonly on: object
  readonly permissions: object
  readonly concurrency: { readonly group: string }
  readonly jobs: Readonly<
    Record<
      'pull-request' | 'nightly',
      { readonly permissions: object; readonly 'timeout-minutes': number; readonly steps: readonly Step[] }
    >
  >
}

interface GitLabJob {
  readonly extends: string | readonly string[]
  readonly rules: readonly { readonly if: string }[]
  readonly artifacts: { readonly reports: object }
}

interface AzurePipeline {
  readonly trigger: string
  readonly schedules: readonly { readonly always: boolean }[]
  readonly jobs: readonly {
    readonly job: string
    readonly timeoutInMinutes: number
    readonly steps: readonly Step[]
  }[]
}

const sites: readonly CiSite[] = [
  { platform: 'aws' },
  { platform: 'azure' },
  { platform: 'azure', live: 'aws' },
  { platform: 'aws', live: 'azure', configPath: 'drplan.yaml' },
]

const fileOf = async (system: (typeof ciSystems)[number], name: string, site: CiSite = {}): Promise<string> =>
  (await renderedCi(system, site)).get(name)!

/** Every text under a key of one of these names, however deep. */
function textsUnder(value: unknown, keys: readonly string[]): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, below]) =>
    keys.includes(key) ? [below].flat().filter((one) => typeof one === 'string') : textsUnder(below, keys),
  )
}

function expectShell(scripts: readonly string[]): void {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: scripts.join('\n'), encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
}

test('each system finds its files where it looks for them', async () => {
  const paths = await Promise.all(ciSystems.map(async (system) => [system, [...(await renderedCi(system)).keys()]]))

  expect(Object.fromEntries(paths)).toEqual({
    azure: ['azure-pipelines/drplan-comment.mjs', 'azure-pipelines/drplan.yml'],
    github: ['.github/workflows/drplan.yml'],
    gitlab: ['.gitlab/drplan-comment.mjs', '.gitlab/drplan.yml'],
    jenkins: ['Jenkinsfile.drplan'],
    kubernetes: ['kubernetes/Containerfile', 'kubernetes/drplan-check.yaml'],
  })
})

test('drplan is called with flags that it has, and with its version', async () => {
  const known = {
    check: Object.keys(Check.flags),
    plan: Object.keys(Plan.flags),
    diff: Object.keys(Diff.flags),
  }
  for (const system of ciSystems) {
    const text = [...(await renderedCi(system)).values()].join('\n').replaceAll(/\\\n/g, ' ')
    const calls = [...text.matchAll(/(?:DRPLAN_VERSION"|exec drplan) (check|plan|diff) (.*)/g)]

    expect(calls.length).toBeGreaterThan(0)
    for (const [, command = '', flags = ''] of calls)
      for (const [, flag] of flags.matchAll(/ ?--([a-z-]+)/g))
        expect({ system, command, known: known[command as 'check'] }).toMatchObject({
          known: expect.arrayContaining([flag]),
        })
    expect(text).toContain('"1.2.3"')
  }
})

test.each(['github', 'gitlab'] as const)('%s: any path that is allowed is the path that YAML reads', async (system) => {
  const folder = fc.stringMatching(/^[\p{L}\p{N}_.,@=][\p{L}\p{N} _.,@=-]{0,12}$/u)

  await fc.assert(
    fc.asyncProperty(folder, fc.stringMatching(/^[a-z0-9-]{1,20}$/), async (name, id) => {
      const files = await renderedCi(system, { configPath: `${name}/drplan.yaml`, site: `n${id}` })
      const read = JSON.stringify([...files].filter(([path]) => path.endsWith('yml')).map(([, text]) => parse(text)))

      expect(read).toContain(JSON.stringify(`${name}/drplan.yaml`))
      expect(read).toContain(JSON.stringify(`<!-- drplan n${id} -->`))
    }),
    { numRuns: 15 },
  )
})

describe.each(sites)('GitHub, %j', (site) => {
  const workflow = async (): Promise<Workflow> =>
    parse(await fileOf('github', '.github/workflows/drplan.yml', site)) as Workflow

  test('grants no more than is needed, to each job by itself, and starts on safe events only', async () => {
    const { on, permissions, jobs, concurrency } = await workflow()
    const pulls = site.live ? { 'id-token': 'write' } : {}

    expect(Object.keys(on)).toEqual(['pull_request', 'schedule', 'workflow_dispatch'])
    expect(permissions).toEqual({})
    expect(concurrency.group).toContain('github.ref')
    expect(jobs['pull-request'].permissions).toEqual({
      contents: 'read',
      'pull-requests': 'write',
      'security-events': 'write',
      actions: 'read',
      ...pulls,
    })
    expect(jobs.nightly.permissions).not.toHaveProperty('pull-requests')
    expect(Object.values(jobs).every((job) => job['timeout-minutes'] > 0)).toBe(true)
  })

  test('interpolates nothing into a shell, and every script is one that bash reads', async () => {
    const scripts = textsUnder(await workflow(), ['run'])

    expect(scripts.length).toBeGreaterThan(5)
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([])
    expectShell(scripts)
  })

  test('gives forks no credentials, logs in to the clouds that are read, and keeps no token in the checkout', async () => {
    const { jobs } = await workflow()
    const logins = ({ steps }: { readonly steps: readonly Step[] }): readonly Step[] =>
      steps.filter(({ uses = '' }) => /credentials|login/.test(uses))
    const steps = Object.values(jobs).flatMap((job) => job.steps)

    expect(logins(jobs['pull-request']).map((step) => step.if)).toEqual(site.live ? ["env.OWN == 'true'"] : [])
    expect(new Set(logins(jobs.nightly).map(({ uses = '' }) => uses.split('/')[0]))).toEqual(
      new Set([site.platform, site.live ?? site.platform].map((one) => (one === 'aws' ? 'aws-actions' : 'azure'))),
    )
    expect(JSON.stringify(jobs)).not.toContain('secrets.')
    expect(
      steps
        .filter(({ uses }) => uses?.startsWith('actions/checkout'))
        .every((one) => one.with?.['persist-credentials'] === false),
    ).toBe(true)
    expect(steps.flatMap(({ uses }) => uses ?? []).every((uses) => /@v\d+$/.test(uses))).toBe(true)
  })
})

describe.each(sites)('GitLab, %j', (site) => {
  test('has a job for merge requests and one for nights, with reports that GitLab shows', async () => {
    const read = parse(await fileOf('gitlab', '.gitlab/drplan.yml', site)) as Record<string, GitLabJob>
    const jobs = Object.entries(read).filter(([name]) => !name.startsWith('.'))

    expect(jobs.map(([name, { rules }]) => [name, rules[0]?.if])).toEqual([
      ['drplan-merge-request', '$CI_PIPELINE_SOURCE == "merge_request_event"'],
      ['drplan-nightly', '$CI_PIPELINE_SOURCE == "schedule" && $DRPLAN_NIGHTLY == "1"'],
    ])
    for (const [, job] of jobs) {
      expect(job.artifacts.reports).toMatchObject({
        junit: 'drplan-reports/check.xml',
        codequality: expect.any(String),
      })
      expect(job).toMatchObject({ timeout: expect.any(String), resource_group: expect.any(String) })
      for (const template of [job.extends].flat()) expect(read).toHaveProperty([template])
    }
    expect([jobs[0]![1].extends].flat().includes('.drplan-login')).toBe(site.live !== undefined)
    const { id_tokens: tokens = {} } = read['.drplan-login'] as { id_tokens?: object }
    expect(Object.keys(tokens)).toHaveLength(site.live ? 2 : 1)
    expectShell(textsUnder(read, ['script', 'before_script', 'after_script']))
  })
})

describe.each(sites)('Azure Pipelines, %j', (site) => {
  test('has a job for pull requests and one for nights, and only the comment is given the token', async () => {
    const { jobs, schedules, trigger } = parse(
      await fileOf('azure', 'azure-pipelines/drplan.yml', site),
    ) as AzurePipeline
    const steps = jobs.flatMap((job) => job.steps)
    const scripts = textsUnder(jobs, ['bash', 'inlineScript'])

    expect({ trigger, always: schedules[0]?.always }).toEqual({ trigger: 'none', always: true })
    expect(jobs.map(({ job, timeoutInMinutes }) => [job, timeoutInMinutes])).toEqual([
      ['pull_request', 20],
      ['nightly', 60],
    ])
    expect(steps.filter(({ env }) => env?.['SYSTEM_ACCESSTOKEN']).map((step) => step.displayName)).toEqual(['Comment'])
    expect(scripts.filter((script) => /\$\([A-Z]|\$\{\{/.test(script))).toEqual([])
    expectShell(scripts)
  })

  test('what is printed cannot be a command to the agent', async () => {
    const text = (await fileOf('azure', 'azure-pipelines/drplan.yml', site)).replaceAll(/\\\n/g, ' ')
    const calls = text.split('\n').filter((line) => /DRPLAN_VERSION" (plan|check)/.test(line))

    expect(calls).toHaveLength(3)
    expect(calls.filter((line) => !line.endsWith(`2>&1 | sed 's/##/# #/g'`))).toEqual([])
  })
})

test.each(sites)('Jenkins, %j: Groovy puts nothing into a shell, and its brackets are closed', async (site) => {
  const text = await fileOf('jenkins', 'Jenkinsfile.drplan', site)
  const scripts = [...text.matchAll(/sh '''([^]*?)'''/g)].map(([, script = '']) => script.replaceAll('\\\\', '\\'))
  const code = text.replaceAll(/'''[^]*?'''|'[^'\n]*'|"[^"\n]*"|\/\/.*/g, '')

  expect(text).not.toMatch(/sh "/)
  expect(scripts).toHaveLength(3)
  expectShell(scripts)
  for (const [open, close] of ['{}', '()', '[]']) expect(code.split(open!).length).toBe(code.split(close!).length)
  expect(text.includes('AWS_ROLE_ARN')).toBe(site.platform === 'aws' || site.live === 'aws')
})
