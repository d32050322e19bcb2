/** Ctrl-C, a closed terminal, and a service manager: the program that runs is asked to end, and how it ended is kept. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interrupt {
  readonly signal: AbortSignal
  /** Signals do again what they always do. */
  readonly end: () => void
}

/** A second signal ends this process at once. */
export function listenForInterrupt(say: (line: string) => void): Interrupt {
  const controller = new AbortController()
  const onSignal = (): void => {
    end()
    say('Asking the program to end. Once more leaves it alone and ends drplan.')
    controller.abort()
  }
  const end = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return { signal: controller.signal, end }
}
