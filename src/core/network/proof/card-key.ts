/** One name for a card on both sides of a proof. */
export const cardKey = (vmId: string, nicIndex: number): string => JSON.stringify([vmId, nicIndex])

/** The same for people; different for different cards, as it begins with the number. */
export const cardText = (vmId: string, nicIndex: number): string => `card ${nicIndex} of ${vmId}`
