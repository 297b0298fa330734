import type { Problem } from '#diagnostics'
import type { Facts } from '../resource.ts'
import type { Node, World } from '../world.ts'

/** What a reader of a type may find beside the facts. */
export interface Reading extends Facts {
  /** Mentions of other resources, by what mentions them. */
  readonly mentions?: ReadonlyArray<readonly [by: string, mention: string]>
  readonly problems?: readonly Problem[]
  /** What a plan calls it, where that depends on more than its type. */
  readonly component?: string
}

/** One type of resource that Muster knows. */
export interface ResourceType {
  /** As Azure spells it. */
  readonly type: string
  /** What a plan calls a component of it; absent where it is a part of something else. */
  readonly component?: string
  /** What is concluded from one; absent where nothing is but that it is there. */
  readonly read?: (node: Node, world: World) => Reading
}
