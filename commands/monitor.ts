import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags, type StepOptions, type WorkspaceFlags } from '../src/cli/base-command.ts'
import { parseDuration } from '../src/cli/duration.ts'
import { findVm } from '../src/cli/find-vm.ts'
import { dataStatusScreen, vmDataScreen } from '../src/cli/screens/data-status.ts'
import { vmRelationsScreen } from '../src/cli/screens/vm-relations.ts'
import { findingBlocks } from '../src/cli/screens/findings.ts'
import { failedRoundLine, roundLines } from '../src/cli/screens/watch.ts'
import { listenForStop } from '../src/cli/stop.ts'
import { countByKind, objectsLine } from '../src/cli/screens/objects.ts'
import { facts, harmless } from '../src/cli/text.ts'
import { dependencyEvidence, type DependencyEvidence } from '../src/model/dependency.ts'
import type { Finding } from '../src/model/finding.ts'
import type { NetworkObjectKind } from '../src/model/network-objects.ts'
import { count } from '../src/model/quantity.ts'
import type { Site } from '../src/model/site.ts'
import type { DataStatus } from '../src/model/vm-status.ts'
import { openContext } from '../src/pipeline/open.ts'
import { status } from '../src/pipeline/status.ts'
import { monitorOnly } from '../src/pipeline/steps.ts'
import { watch } from '../src/pipeline/watch.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

interface MonitorReport {
  readonly schema: 'drplan/monitor@1'
  readonly site: string
  readonly capturedAt: string | null
  readonly vms: number
  readonly subnets: number
  /** Load balancers, gateways and whatever else stands in the network, by kind. */
  readonly objects: Readonly<Partial<Record<NetworkObjectKind, number>>>
  readonly series: number
  readonly samples: number
  /** How many dependencies are known by which evidence. */
  readonly dependencies: Readonly<Record<DependencyEvidence, number>>
  readonly findings: readonly Finding[]
}

interface WatchReport {
  readonly schema: 'drplan/watch@1'
  readonly rounds: number
  /** Rounds of which nothing came. */
  readonly failed: number
  /** Samples that were not held before. */
  readonly added: number
}

interface StatusReport extends DataStatus {
  readonly schema: 'drplan/status@1'
}

export default class Monitor extends BaseCommand {
  static override summary = 'Read the primary site: inventory, network, metrics.'
  static override description =
    'Reads every source of drplan.yaml into the workspace. What is missing, guessed or odd is listed as findings.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --all',
    '<%= config.bin %> <%= command.id %> --json',
    '<%= config.bin %> <%= command.id %> --status   what the workspace holds already; reads no source',
    '<%= config.bin %> <%= command.id %> --status --vm db-01',
    '<%= config.bin %> <%= command.id %> --watch --interval 5m   goes on collecting until Ctrl-C',
  ]
  static override flags = {
    ...workspaceFlags,
    all: Flags.boolean({ description: 'show notes too, not only errors and warnings; every row of --status' }),
    status: Flags.boolean({
      description: 'how long and how whole the samples held already are; reads no source, writes nothing',
    }),
    watch: Flags.boolean({
      description: 'go on collecting; a source that is down is told and asked again',
      exclusive: ['status', 'until'],
    }),
    interval: Flags.string({
      description: 'from the beginning of one round to the next: 30s, 5m, 1h [default: 5m]',
      dependsOn: ['watch'],
    }),
    rounds: Flags.integer({ description: 'stop after so many rounds', min: 1, dependsOn: ['watch'] }),
    vm: Flags.string({ description: 'one VM of --status, by id or name', dependsOn: ['status'] }),
  }

  async run(): Promise<MonitorReport | StatusReport | WatchReport> {
    const { flags } = await this.parse(Monitor)
    if (flags.watch) return this.watchSite(flags)
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    if (flags.status) return this.showStatus(await status(context), flags)
    const { site, metrics } = await monitorOnly(context)
    const { id, capturedAt, vms, network, dependencies, findings } = site.stored.content
    const shown = flags.all ? findings : findings.filter(({ severity }) => severity !== 'info')
    const workloads = vms.filter(({ kind }) => kind === 'workload')
    const known = countByEvidence(dependencies)
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
          ['Objects', String(network.objects.length), objectsLine(network.objects)],
          ['Dependencies', String(dependencies.length), dependencyNote(known)],
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
      objects: countByKind(network.objects),
      series: metrics.series.length,
      samples: metrics.samples,
      dependencies: known,
      findings,
    }
  }

  private async watchSite(
    flags: WorkspaceFlags & { readonly interval?: string | undefined; readonly rounds?: number | undefined },
  ): Promise<WatchReport> {
    const intervalMs = parseDuration(flags.interval ?? '5m', '--interval')
    const stop = listenForStop((line) => this.logToStderr(line))
    let [added, failed] = [0, 0]
    const quiet = (options: StepOptions): StepOptions => ({ ...options, report: () => {} })
    const rounds = await watch({
      open: () => openContext({ ...quiet(this.stepOptions(flags)), loadSource, loadTarget }),
      intervalMs,
      rounds: flags.rounds ?? null,
      clock: () => Date.now(),
      wait: stop.wait,
      told: ({ at, outcome, added: more }) => {
        if (outcome instanceof Error) {
          failed++
          return this.print([failedRoundLine(at, outcome.message)])
        }
        added += more ?? 0
        const { site, metrics } = outcome
        const { vms, findings } = site.stored.content
        const { series, samples } = metrics
        const round = { at, vms: vms.length, series: series.length, samples, added: more ?? 0, findings }
        this.print(roundLines(round, this.width))
      },
    }).finally(stop.end)
    return { schema: 'drplan/watch@1', rounds, failed, added }
  }

  private showStatus(
    held: DataStatus,
    flags: { readonly all: boolean; readonly vm?: string | undefined },
  ): StatusReport {
    if (flags.vm === undefined) {
      this.print(['', ...dataStatusScreen(held, { width: this.width, all: flags.all })])
      return { schema: 'drplan/status@1', ...held }
    }
    const named = held.vms.map(({ vmId, name }) => ({ id: vmId, name }))
    const { id } = findVm(flags.vm, named, 'that the plan covers')
    const vms = held.vms.filter(({ vmId }) => vmId === id)
    this.print([
      '',
      ...vms.flatMap((vm) => [
        ...vmRelationsScreen(vm, { width: this.width, all: flags.all }),
        ...vmDataScreen(vm, this.width),
      ]),
    ])
    return { schema: 'drplan/status@1', ...held, vms }
  }
}

const countByEvidence = (dependencies: Site['dependencies']): Readonly<Record<DependencyEvidence, number>> => ({
  stated: 0,
  flow: 0,
  'load-balancer': 0,
  'security-rule': 0,
  ...Object.fromEntries(
    [...Map.groupBy(dependencies, ({ evidence }) => evidence)].map(([evidence, own]) => [evidence, own.length]),
  ),
})

const dependencyNote = (known: Readonly<Record<DependencyEvidence, number>>): string =>
  dependencyEvidence
    .flatMap((evidence) => (known[evidence] > 0 ? [`${known[evidence]} by ${words[evidence]}`] : []))
    .join(', ')

const words: Readonly<Record<DependencyEvidence, string>> = {
  stated: 'statement',
  flow: 'traffic',
  'load-balancer': 'load balancer',
  'security-rule': 'security rule',
}
