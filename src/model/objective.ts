/** What a mapping is to be best by. */
export const objectives = ['least-cost', 'most-protection'] as const
