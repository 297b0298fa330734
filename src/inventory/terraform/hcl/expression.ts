import type { Place } from '#diagnostics'

/** The word for what a splat goes over, in the expression that it applies to each. */
export const each = '*'

/** An expression of HCL, apart from how its text was laid out. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** Texts put together. */
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  /** The first word of a reference: `var`, `local`, a type of resources, or what a loop has named. */
  | { readonly kind: 'name'; readonly name: string; readonly place: Place }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
  /** Something of each member of a list; in `result` the name `*` stands for the member. */
  | { readonly kind: 'splat'; readonly of: Expression; readonly result: Expression }
  | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'conditional'
      readonly condition: Expression
      readonly yes: Expression
      readonly no: Expression
    }
  /** `spread`: the last argument is a list of arguments. */
  | {
      readonly kind: 'call'
      readonly name: string
      readonly args: readonly Expression[]
      readonly spread: boolean
      readonly place: Place
    }
  | { readonly kind: 'list'; readonly members: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: ReadonlyArray<readonly [Expression, Expression]> }
  | Loop
  /** What Muster does not read, as it is written. */
  | { readonly kind: 'unread'; readonly why: string; readonly text: string }

/** A list or an object made from another. */
export interface Loop {
  readonly kind: 'for'
  readonly key?: string
  readonly value: string
  readonly of: Expression
  /** The key in an object that is made; absent where a list is. */
  readonly under?: Expression
  readonly result: Expression
  readonly condition?: Expression
  /** Values under the same key become a list. */
  readonly grouped: boolean
}
