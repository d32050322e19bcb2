/** Ctrl-C, and the same from a service manager: what is being done is finished, the next round is not begun. */

export interface Stop {
  /** Waits so long, or until it is asked to stop; false then. */
  readonly wait: (ms: number) => Promise<boolean>
  /** Signals do again what they always do. */
  readonly end: () => void
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** A second signal ends the process at once: the store is whole at any moment. */
export function listenForStop(say: (line: string) => void): Stop {
  const stop = new AbortController()
  const onSignal = (): void => {
    end()
    say('Stopping after this round. Once more stops at once; what was collected is kept.')
    stop.abort()
  }
  const end = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  const wait = (ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      if (stop.signal.aborted) return resolve(false)
      const timer = setTimeout(() => done(true), ms)
      const onAbort = (): void => done(false)
      const done = (goesOn: boolean): void => {
        clearTimeout(timer)
        stop.signal.removeEventListener('abort', onAbort)
        resolve(goesOn)
      }
      stop.signal.addEventListener('abort', onAbort)
    })
  return { wait, end }
}
