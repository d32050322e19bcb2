import type { IntervalSet } from '../../../model/intervals.ts'

/**
 * IP protocols that networks with ordered filters carry at all: TCP, UDP, ICMP, ESP and AH. Others, such as GRE, they drop
 * whatever a filter says ("Virtual network FAQ", Microsoft Learn: "What protocols can I use within VNets?").
 */
export const carriedProtocols: IntervalSet = [1n, 6n, 17n, 50n, 51n].map((number) => ({ lo: number, hi: number }))
