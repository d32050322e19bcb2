/** `usual`: each metric in the one that drplan asks for, the Average of percentages and the Sum of amounts. */
export const statedStatistics = ['Average', 'Sum', 'usual'] as const
export type StatedStatistic = (typeof statedStatistics)[number]
