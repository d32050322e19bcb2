import * as Flags from '@oclif/core/flags'
import { z } from 'zod'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { findVm } from '../src/cli/find-vm.ts'
import { drillScreen } from '../src/cli/screens/drill.ts'
import { failbackJson, failbackScreen } from '../src/cli/screens/failback.ts'
import { equivalenceScreen, reachScreen } from '../src/cli/screens/equivalence.ts'
import { findingBlocks } from '../src/cli/screens/findings.ts'
import { translationScreen } from '../src/cli/screens/translation.ts'
import { InputError } from '../src/errors.ts'
import { formatAddress, readAddress } from '../src/model/address.ts'
import { artifacts, schemaId } from '../src/model/artifact.ts'
import { parseCidr } from '../src/model/cidr.ts'
import type { Finding } from '../src/model/finding.ts'
import type { Immutable } from '../src/model/immutable.ts'
import { count } from '../src/model/quantity.ts'
import { parseService, type Reach, type ReachAnswer, type ReachEnd } from '../src/model/reach.ts'
import type { Site } from '../src/model/site.ts'
import { mapsOf, writeMaps } from '../src/pipeline/maps.ts'
import { failback } from '../src/pipeline/failback.ts'
import { openContext } from '../src/pipeline/open.ts'
import { reach } from '../src/pipeline/reach.ts'
import { untilTranslate } from '../src/pipeline/steps.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

type Content = Immutable<z.output<typeof artifacts.translation.schema>>

export default class Translate extends BaseCommand {
  static override summary = 'Translate the network, and prove that the same connections pass at the recovery site.'
  static override description =
    'Blocks named under network.blocks go where drplan.yaml says, the others to a free block of the same size; host parts are kept, or, in a smaller block, the order of hosts. Everything that names an address follows. What the filters and routes of both sites let through is then compared for every packet. Exit code 1: with --verify, something is neither proven nor answered for.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --verify   fail a pipeline when a connection is opened or lost',
    '<%= config.bin %> <%= command.id %> --can web-1 db-1 tcp/5432   is it allowed, before and after, and by which rules',
    '<%= config.bin %> <%= command.id %> --can 203.0.113.9 web-1 tcp/443',
    '<%= config.bin %> <%= command.id %> --drill 100.64.0.0/16 --maps maps   CSV files for the day, for drills and for failback',
    '<%= config.bin %> <%= command.id %> --failback recovery/.drplan/site.json   after weeks there: who goes home to where, who came, who went',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = {
    ...workspaceFlags,
    verify: Flags.boolean({
      description: 'only the proof; exit code 1 unless every connection is proven or answered for',
    }),
    drill: Flags.string({
      multiple: true,
      exclusive: ['verify', 'can'],
      helpValue: '<block>',
      description:
        'addresses for drills, instead of network.drill.pool of drplan.yaml; none = those of the recovery site',
    }),
    maps: Flags.string({
      exclusive: ['verify', 'can'],
      helpValue: '<folder>',
      description: 'write the address maps (live, drill, failback) there as CSV',
    }),
    failback: Flags.file({
      exclusive: ['verify', 'can', 'maps', 'drill'],
      helpValue: '<site.json>',
      description: 'the way home from what stands at the recovery site now, by what drplan monitor read of it',
    }),
    can: Flags.string({
      multiple: true,
      exclusive: ['verify'],
      helpValue: '<from> <to> <service>',
      description: 'ask about one connection: two VMs or addresses, and tcp/5432, udp/53, icmp or a protocol number',
    }),
  }

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Translate)
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    const { monitored, translation } = await untilTranslate(context)
    const { content } = translation.stored
    if (flags.can) {
      const site = monitored.site.stored.content
      const question = questionOf(flags.can, site)
      const answer = reach(context, { site, translation: content.translation }, question)
      this.print(['', ...reachScreen(answer, question.service, this.width)])
      return { schema: 'drplan/reach@1', ...question.service, ...shownReach(answer) }
    }
    if (flags.failback !== undefined) {
      const site = monitored.site.stored.content
      const home = await failback(context, { site, translation: content.translation, recovered: flags.failback })
      this.print(['', ...failbackScreen(home, this.width)])
      return failbackJson(home)
    }
    if (flags.verify) this.print(['', ...proofLines(content, this.width)])
    else {
      const pool = flags.drill ? flags.drill.map(parseCidr) : null
      const made = mapsOf(context, { site: monitored.site.stored.content, translation: content.translation }, pool)
      const drill = drillScreen({ moves: made.drill, isolation: made.isolation }, this.width)
      this.print(['', ...allLines(content, { drill, more: pool ? made.findings : [] }, this.width)])
      if (flags.maps !== undefined) {
        const files = await writeMaps(flags.maps, made, context)
        this.print(['', `${count(files, 'file')} in ${flags.maps}`])
      }
    }
    if (flags.verify && !content.equivalence.accepted) process.exitCode = 1
    const encoded = z.encode(
      artifacts.translation.schema,
      structuredClone(content) as z.output<typeof artifacts.translation.schema>,
    )
    return { schema: schemaId('translation'), ...encoded }
  }
}

const proofLines = ({ equivalence }: Content, width: number): readonly string[] => [
  ...equivalenceScreen(equivalence, width),
  '',
  `exit ${equivalence.accepted ? 0 : 1}`,
]

/** Findings of the proof are the packets above them, so they are not said twice. */
function allLines(
  { translation, equivalence, findings }: Content,
  { drill, more }: { readonly drill: readonly string[]; readonly more: readonly Finding[] },
  width: number,
): readonly string[] {
  const shown = new Set([
    'network.flow-opened',
    'network.flow-lost',
    'network.route-different',
    'network.flow-unproven',
  ])
  return [
    ...translationScreen(translation, width),
    '',
    ...equivalenceScreen(equivalence, width),
    '',
    ...drill,
    '',
    ...findingBlocks(
      [...findings, ...more].filter(({ code }) => !shown.has(code)),
      width,
    ),
  ]
}

/** Throws InputError `cli.usage`. */
function questionOf(texts: readonly string[], site: Immutable<Site>) {
  const [from, to, service, ...more] = texts
  if (from === undefined || to === undefined || service === undefined || more.length > 0)
    throw new InputError('cli.usage', '--can needs two VMs or addresses, and a service.', {
      suggestions: ['drplan translate --can web-1 db-1 tcp/5432'],
    })
  const endOf = (text: string): ReachEnd => {
    const address = readAddress(text)
    if (address.ok) return { kind: 'address', address: address.value }
    return { kind: 'vm', vmId: findVm(text, site.vms, 'at the primary site').id }
  }
  return { from: endOf(from), to: endOf(to), service: parseService(service) }
}

const shownReach = ({ primary, recovery }: Reach) => ({
  primary: shownAnswer(primary),
  recovery: shownAnswer(recovery),
})

const shownAnswer = (answer: ReachAnswer | null) =>
  answer && { ...answer, source: formatAddress(answer.source), destination: formatAddress(answer.destination) }
