/** The family of a guest operating system, from the name that an inventory gives it. */
import type { Vm } from '../model/site.ts'

type GuestOs = NonNullable<Vm['os']>

const linuxNames =
  /linux|ubuntu|debian|centos|red ?hat|rhel|suse|sles|fedora|rocky|alma|oracle|coreos|flatcar|photon|amazon|alpine|gentoo|mint\b|kali/i

/** Null for an empty name. Anything that is neither Windows nor Linux (BSD, Solaris, macOS) is `other`. */
export function guestOs(name: string | null): GuestOs | null {
  if (name === null || name.trim() === '') return null
  const family = /windows|microsoft/i.test(name) ? 'windows' : linuxNames.test(name) ? 'linux' : 'other'
  return { name: name.trim(), family }
}
