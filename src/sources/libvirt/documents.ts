/** The domains, volumes, pools and networks of all files, and what `virsh domblkinfo` printed. */
import { basename } from 'node:path'
import { readText, type InputFile } from '../files.ts'
import { reportUnread, unknownAnswer, type Item } from '../json-items.ts'
import type { Report } from '../report.ts'
import { readBlockInfo, type BlockInfo } from './block-info.ts'
import { findAll, parseXml, type Element } from './xml.ts'

export interface Documents {
  readonly domains: readonly Item<Element>[]
  readonly volumes: readonly Element[]
  readonly pools: readonly Element[]
  readonly networks: readonly Element[]
  /** By the name of the file without its ending, which is the name of the domain. */
  readonly blockInfos: ReadonlyMap<string, BlockInfo>
}

/** Throws InputError `source.file-damaged`, or `source.shape-unknown` when there is no domain. */
export async function readDocuments(files: readonly InputFile[], report: Report): Promise<Documents> {
  const domains: Item<Element>[] = []
  const volumes: Element[] = []
  const pools: Element[] = []
  const networks: Element[] = []
  const blockInfos = new Map<string, BlockInfo>()
  for (const file of files) {
    const text = await readText(file)
    const info = /\.txt$/i.test(file.path) ? readBlockInfo(text) : null
    if (info) {
      blockInfos.set(basename(file.path).replace(/\.txt$/i, ''), info)
      continue
    }
    if (/\.txt$/i.test(file.path)) {
      reportUnread(file.shown, report)
      continue
    }
    const root = parseXml(text, file.shown)
    const own = findAll(root, 'domain', ['domainsnapshot', 'domaincheckpoint'])
    const others = [findAll(root, 'volume'), findAll(root, 'pool'), findAll(root, 'network', ['domain'])] as const
    domains.push(...own.map((value, index) => ({ value, place: `${file.shown}#domain[${index + 1}]` })))
    volumes.push(...others[0])
    pools.push(...others[1])
    networks.push(...others[2])
    if (own.length + others.flat().length === 0) reportUnread(file.shown, report)
  }
  if (domains.length === 0)
    throw unknownAnswer(
      files[0]?.shown ?? '',
      'the XML of libvirt domains',
      'Write it with: virsh dumpxml web-1 > web-1.xml',
    )
  return { domains, volumes, pools, networks, blockInfos }
}
