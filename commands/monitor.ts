import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { findingBlocks } from '../src/cli/screens/findings.ts'
import { facts, harmless } from '../src/cli/text.ts'
import type { Finding } from '../src/model/finding.ts'
import { count } from '../src/model/quantity.ts'
import { openContext } from '../src/pipeline/open.ts'
import { monitorOnly } from '../src/pipeline/steps.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

interface MonitorReport {
  readonly schema: 'drplan/monitor@1'
  readonly site: string
  readonly capturedAt: string | null
  readonly vms: number
  readonly subnets: number
  readonly series: number
  readonly samples: number
  readonly findings: readonly Finding[]
}

export default class Monitor extends BaseCommand {
  static override summary = 'Read the primary site: inventory, network, metrics.'
  static override description =
    'Reads every source of drplan.yaml into the workspace. What is missing, guessed or odd is listed as findings.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --all',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = {
    ...workspaceFlags,
    all: Flags.boolean({ description: 'show notes too, not only errors and warnings' }),
  }

  async run(): Promise<MonitorReport> {
    const { flags } = await this.parse(Monitor)
    const { site, metrics } = await monitorOnly(
      await openContext({ ...this.stepOptions(flags), loadSource, loadTarget }),
    )
    const { id, capturedAt, vms, network, findings } = site.stored.content
    const shown = flags.all ? findings : findings.filter(({ severity }) => severity !== 'info')
    const workloads = vms.filter(({ kind }) => kind === 'workload')
    this.print([
      '',
      ...findingBlocks(shown, this.width),
      ...facts(
        [
          ['Site', id, capturedAt ? `as of ${harmless(capturedAt)}` : 'as of an unknown time'],
          [
            'VMs',
            String(vms.length),
            `${workloads.length} workloads, ${workloads.filter(({ power }) => power === 'off').length} of them powered off`,
          ],
          [
            'Disks',
            String(vms.reduce((sum, vm) => sum + vm.disks.length, 0)),
            `${Math.round(vms.flatMap((vm) => vm.disks).reduce((sum, disk) => sum + disk.capacityGiB, 0))} GiB`,
          ],
          [
            'Network',
            count(network.subnets.length, 'subnet'),
            `${count(network.securityRules.length, 'rule')}, ${count(network.routes.length, 'route')}`,
          ],
          ['Metrics', count(metrics.series.length, 'series', 'series'), count(metrics.samples, 'sample')],
          [
            'Findings',
            String(findings.length),
            findings.length > shown.length ? `${findings.length - shown.length} notes: --all` : '',
          ],
        ],
        this.width,
      ),
    ])
    return {
      schema: 'drplan/monitor@1',
      site: id,
      capturedAt,
      vms: vms.length,
      subnets: network.subnets.length,
      series: metrics.series.length,
      samples: metrics.samples,
      findings,
    }
  }
}
