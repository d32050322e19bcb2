/**
 * A second opinion on the security baseline: checkov (bridgecrewio/checkov) over the plan. What it finds and we keep is
 * listed here with the reason, and only for the resources that the reason is about.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = process.env['DRPLAN_CHECKOV'] ?? 'checkov'
const VERSION = { timeout: 60_000, encoding: 'utf8' } as const

export const hasCheckov = spawnSync(program, ['--version'], VERSION).status === 0

export interface CheckovFailure {
  readonly check_id: string
  readonly check_name: string
  readonly resource: string
}

interface Exception {
  readonly id: string
  /** Part of the address. */
  readonly about: RegExp
  readonly why: string
}

export const exceptions: readonly Exception[] = [
  {
    id: 'CKV_AWS_158',
    about: /aws_cloudwatch_log_group\.flow_logs\[/,
    why: 'The log group names the key, whose ARN is not known before apply; our own check sees the reference.',
  },
  {
    id: 'CKV2_AWS_5',
    about: /aws_security_group\./,
    why: 'Groups stand before the servers that join them: these come in recovery/, and DRS and tests start theirs later.',
  },
  {
    id: 'CKV2_AWS_44',
    about: /aws_route\.this\[/,
    why: 'The check takes every default route for one through a peering; these lead to gateways, as the plan says.',
  },
  {
    id: 'CKV2_AWS_1',
    about: /aws_network_acl\.this\[/,
    why: 'A list is attached by aws_network_acl_association, after its entries; the check looks for subnet_ids only.',
  },
  {
    id: 'CKV_AWS_2',
    about: /aws_lb_listener\.this\[/,
    why: 'A listener with HTTP is one at the primary site; what it serves may not speak anything else.',
  },
  {
    id: 'CKV_AWS_91',
    about: /aws_lb\.this\[/,
    why: 'Access logs need a bucket that the user has: access_log_bucket.',
  },
  {
    id: 'CKV_AWS_150',
    about: /aws_lb\.this\[/,
    why: 'Load balancers of a recovery are destroyed after a drill; our own check sees that the standing ones are protected.',
  },
  {
    id: 'CKV_AWS_152',
    about: /aws_lb\.this\[/,
    why: 'Whether a network load balancer spreads over zones is as at the primary site.',
  },
  {
    id: 'CKV_AWS_378',
    about: /aws_lb_target_group\.this\[/,
    why: 'How servers are spoken to behind the balancer is as at the primary site.',
  },
  {
    id: 'CKV2_AWS_20',
    about: /aws_lb\.this\[/,
    why: 'Redirects of HTTP are not in the inventory, and are reported (network.not-built).',
  },
  {
    id: 'CKV2_AWS_23',
    about: /aws_route53_record\./,
    why: 'Records hold the planned addresses of servers, which are made in another root.',
  },
  {
    id: 'CKV2_AWS_28',
    about: /aws_lb\.this\[/,
    why: 'Web ACLs of the primary site are reported, and attached by hand.',
  },
]

/** What checkov objects to in plans of terraform; throws with what it said when it does not end by itself. */
export function checkovFailures(planJsons: readonly string[]): {
  checked: number
  failures: readonly CheckovFailure[]
} {
  const folder = mkdtempSync(join(tmpdir(), 'drplan-checkov-'))
  try {
    const files = planJsons.map((json, index) => {
      const path = join(folder, `plan-${index}.json`)
      writeFileSync(path, json)
      return ['-f', path]
    })
    const options = ['--framework', 'terraform_plan', '--skip-download', '--quiet', '--compact', '-o', 'json']
    const { stdout, stderr } = spawnSync(program, [...files.flat(), ...options], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
    if (!stdout.trimStart().startsWith('{')) throw new Error(`checkov gave no report: ${stderr}`)
    const report = JSON.parse(stdout) as {
      results: { failed_checks: readonly CheckovFailure[] }
      summary: { passed: number; failed: number }
    }
    return { checked: report.summary.passed + report.summary.failed, failures: report.results.failed_checks }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Failures that no exception is about; a rule of the primary site for the whole world is the site's own. */
export const unexcused = (failures: readonly CheckovFailure[], sourceRules: ReadonlySet<string>): readonly string[] =>
  failures
    .filter(({ check_id: id, resource }) => !exceptions.some((known) => known.id === id && known.about.test(resource)))
    .filter(({ check_id: id, resource }) => !(ofThePrimarySite.has(id) && sourceRules.has(keyOf(resource))))
    .map(({ check_id: id, check_name: name, resource }) => `${id} ${name}: ${resource}`)

/**
 * Checks of rules that admit everybody, of entries with all ports and of listeners without TLS (checkov, August 2026): where
 * the primary site has them. Our own checks see that there are no others.
 */
const ofThePrimarySite: ReadonlySet<string> = new Set([
  'CKV_AWS_103',
  'CKV_AWS_352',
  'CKV_AWS_24',
  'CKV_AWS_25',
  'CKV_AWS_260',
  'CKV_AWS_277',
  'CKV_AWS_382',
])

const keyOf = (address: string): string => /\["(.*)"\]$/.exec(address)?.[1] ?? ''
