/** One name for a card on both sides of a proof. */
export const cardKey = (vmId: string, nicIndex: number): string => JSON.stringify([vmId, nicIndex])
