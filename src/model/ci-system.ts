/** Where drplan can run unattended: what `drplan init --ci` knows how to write. */
export const ciSystems = ['azure', 'github', 'gitlab', 'jenkins', 'kubernetes'] as const
export type CiSystem = (typeof ciSystems)[number]
