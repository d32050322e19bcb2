/** The little HCL that Terraform wants written literally: providers, backends, `moved` and `import` blocks, modules. */

export type HclValue =
  | string
  | number
  | boolean
  | readonly HclValue[]
  /** An expression, written as it is: only ever made of fixed words and stable keys, never of what somebody named. */
  | { readonly expression: string }
  | { readonly map: Readonly<Record<string, HclValue>> }

export interface HclBlock {
  readonly type: string
  readonly labels: readonly string[]
  readonly attributes: Readonly<Record<string, HclValue>>
  readonly blocks?: readonly HclBlock[]
}

export interface HclFile {
  /** Relative to its root, such as `moved.tf`. */
  readonly path: string
  /** One line at its top: what it is. */
  readonly comment: string
  readonly blocks: readonly HclBlock[]
}
