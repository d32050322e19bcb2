/** Where the metric store of a workspace is. */
import { join } from 'node:path'
import type { StepContext } from './context.ts'

export const metricFolder = ({ folders }: StepContext): string => folders.metrics ?? join(folders.workspace, 'metrics')
