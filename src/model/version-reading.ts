/** Versions that the Terraform of a plan asks for, and those that are there. */

/** A condition such as `~> 6.19`, and the file that has it. */
export interface VersionWish {
  /** `terraform`, or the source of a provider: `hashicorp/aws`. */
  readonly of: string
  readonly constraint: string
  /** Relative to the output folder. */
  readonly file: string
}

export interface RootVersions {
  /** The folder of the root, relative to the output folder. */
  readonly folder: string
  /** Its own, and those of the modules that it calls. */
  readonly wishes: readonly VersionWish[]
  /** Source of a provider → the version in its lock file; null = it has no lock file. */
  readonly locked: Readonly<Record<string, string>> | null
}

export interface VersionReading {
  readonly roots: readonly RootVersions[]
  /** Of the program on this machine; null = not looked, or not there, which is no fault. */
  readonly terraform: string | null
}
