/**
 * What no schedule of the first copies can beat that sends changes first. A copy takes at least its bytes over the rate of one VM less its changes;
 * some VM takes that long, streams together as long as all of them; and the link has to carry all copies, with what changes
 * on each VM for at least as long as its copy takes.
 */
import { linkAt, SECONDS_PER_DAY, type SeedingLink, type SeedVm } from './seeding-link.ts'

export function boundSeconds(vms: readonly SeedVm[], link: SeedingLink): number {
  const { bytesPerSecondByHour, parallel, vmBytesPerSecond } = link
  const fastest = Math.min(vmBytesPerSecond, Math.max(...bytesPerSecondByHour))
  const leastOf = ({ bytes, churnBytesPerSecond }: SeedVm): number =>
    bytes === 0 ? 0 : bytes / Math.max(fastest - churnBytesPerSecond, Number.MIN_VALUE)
  const each = vms.map((vm) => leastOf(vm))
  const onStreams = each.reduce((sum, one) => sum + one, 0) / Math.min(parallel, Math.max(1, vms.length))
  const bytes = vms.reduce((sum, vm, at) => sum + vm.bytes + vm.churnBytesPerSecond * (each[at] ?? 0), 0)
  return Math.max(onStreams, secondsToCarry(bytes, link), ...each, 0)
}

/** The link as it is by the hour, with nothing else on it. */
function secondsToCarry(bytes: number, link: SeedingLink): number {
  const perDay = link.bytesPerSecondByHour.reduce((sum, rate) => sum + rate * 3600, 0)
  if (perDay === 0 || bytes === 0) return 0
  const days = Math.floor(bytes / perDay)
  let [left, seconds] = [bytes - days * perDay, days * SECONDS_PER_DAY]
  while (left > 0) {
    const { bytesPerSecond, forSeconds } = linkAt(link, seconds)
    const needed = bytesPerSecond > 0 ? left / bytesPerSecond : Infinity
    if (needed <= forSeconds) return seconds + needed
    left -= bytesPerSecond * forSeconds
    seconds += forSeconds
  }
  return seconds
}
