/**
 * IPv4 as one number: 0x0A000511 anywhere, 0a000511 as the value of something that is called an address, 167772177 as the
 * host of a URL; and as a name that EC2 makes of it, ip-10-0-5-17 (EC2 User Guide, "EC2 instance hostnames").
 */
import { blockOfOctets, hostBlock, type Candidate } from './candidate.ts'

const prefixed = /(?<!\w)0x([0-9a-f]{8})(?!\w)/gi
const bare = /(?<!\w)[0-9a-f]{8}(?!\w)/gi
/** Keys such as ip, SERVER_IP, "peer-addr", gateway_hex. */
const named =
  /(?:^|[^a-z0-9])(?:ipv?4?|addr(?:ess)?|host|gateway|gw|server|dns|peer|next_?hop)(?:[_-]?(?:hex|ip|addr(?:ess)?))?["']?\s*[:=]\s*["']?$/i
const longestName = 40

export function* findNumbers(text: string): Generator<Candidate> {
  for (const match of text.matchAll(prefixed))
    yield { at: match.index, text: match[0], kind: 'hexadecimal', block: hostBlock(BigInt(`0x${match[1] ?? '0'}`)) }
  for (const { 0: own, index: at } of text.matchAll(bare))
    if (named.test(text.slice(Math.max(0, at - longestName), at)))
      yield { at, text: own, kind: 'hexadecimal', block: hostBlock(BigInt(`0x${own}`)) }
  yield* findUrlHosts(text)
  yield* findHostNames(text)
}

/** With a user and a password in front of it, of bounded length: nothing may make the search go over the text again. */
const urlHost = /(?:[^\s/@"'<>]{0,128}@)?(\d{8,10})(?![\w.])/y

function* findUrlHosts(text: string): Generator<Candidate> {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    urlHost.lastIndex = at + 3
    const own = urlHost.exec(text)?.[1]
    if (own === undefined || Number(own) >= 2 ** 32) continue
    yield { at: urlHost.lastIndex - own.length, text: own, kind: 'decimal', block: hostBlock(BigInt(own)) }
  }
}

const hostName = /(?<![\w-])ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(?![\w-])/gi

function* findHostNames(text: string): Generator<Candidate> {
  for (const match of text.matchAll(hostName)) {
    const block = blockOfOctets(match.slice(1, 5).map(Number))
    if (block) yield { at: match.index, text: match[0], kind: 'host-name', block }
  }
}
