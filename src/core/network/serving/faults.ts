/** Why something is left: texts that end the sentence "because …". */

export const fault = (text: string): { readonly ok: false; readonly fault: string } => ({ ok: false, fault: text })

/** The text of the first that holds; null when none does. */
export const firstOf = (faults: readonly (readonly [holds: boolean, text: string])[]): string | null =>
  faults.find(([holds]) => holds)?.[1] ?? null
