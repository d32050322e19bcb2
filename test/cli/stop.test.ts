import { expect, onTestFinished, test } from 'vitest'
import { listenForStop } from '../../src/cli/stop.ts'

const listening = () => {
  const said: string[] = []
  const stop = listenForStop((line) => said.push(line))
  onTestFinished(stop.end)
  return { stop, said }
}

test('a wait that nobody ends goes on afterwards', async () => {
  const { stop } = listening()

  expect(await stop.wait(1)).toBe(true)
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends the wait, says so, and is itself again the next time',
  async (signal) => {
    const before = process.listenerCount(signal)
    const { stop, said } = listening()
    const waiting = stop.wait(60_000)

    process.emit(signal)

    expect(await waiting).toBe(false)
    expect(await stop.wait(60_000)).toBe(false)
    expect(said).toEqual([expect.stringContaining('Stopping')])
    expect(process.listenerCount(signal)).toBe(before)
  },
)
