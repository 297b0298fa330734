import type { Place } from '#diagnostics'

/** A node of the syntax of an HCL file, as the parser's grammar names it. */
export interface HclNode {
  /** Such as `block`, `attribute`, `function_call`; `ERROR` where the text could not be read. */
  readonly type: string
  readonly text: string
  readonly place: Place
  /** In order, without what the grammar leaves unnamed. */
  readonly children: readonly HclNode[]
}

/** The syntax of one HCL file. */
export interface HclSyntax {
  readonly root: HclNode
  /** The first place that could not be read, and what was met there; undefined where everything was. */
  readonly wrong?: { readonly place: Place; readonly what: string }
}
