/**
 * Where drplan can run unattended: what `drplan init --ci` knows how to write, and the folder each looks for its files
 * in, from the root of the repository (empty = the root itself).
 */
export const ciFolders = {
  azure: 'azure-pipelines',
  github: '.github/workflows',
  gitlab: '.gitlab',
  jenkins: '',
  kubernetes: 'kubernetes',
} as const

export type CiSystem = keyof typeof ciFolders
export const ciSystems = Object.keys(ciFolders) as readonly CiSystem[]
