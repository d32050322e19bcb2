/** What balancers speak, in the words of either site, and which of it goes together. */
import type { ListenerProtocol } from '../../../model/serving-translation.ts'

const words: Readonly<Record<string, ListenerProtocol>> = {
  http: 'http',
  https: 'https',
  tcp: 'tcp',
  tls: 'tls',
  ssl: 'tls',
  udp: 'udp',
  tcp_udp: 'tcp-udp',
}

/** Null for what no balancer of a plan speaks. */
export const readProtocol = (text: string): ListenerProtocol | null => {
  const word = text.toLowerCase()
  return Object.hasOwn(words, word) ? (words[word] ?? null) : null
}

export const isWeb = (protocol: ListenerProtocol): boolean => protocol === 'http' || protocol === 'https'

const behind: Readonly<Record<ListenerProtocol, readonly ListenerProtocol[]>> = {
  http: ['http', 'https'],
  https: ['http', 'https'],
  tcp: ['tcp', 'tcp-udp'],
  tls: ['tcp', 'tls'],
  udp: ['udp', 'tcp-udp'],
  'tcp-udp': ['tcp-udp'],
}

/** May a listener forward to such a pool? */
export const goesTo = (listener: ListenerProtocol, pool: ListenerProtocol): boolean => behind[listener].includes(pool)
