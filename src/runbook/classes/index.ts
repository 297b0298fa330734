import type { Scenario } from '#plan'
import { blip } from './blip.ts'
import type { Class } from './class.ts'
import { controlPlane } from './control-plane.ts'
import { corruption } from './corruption.ts'
import { extended } from './extended.ts'
import { multiTier } from './multi-tier.ts'
import { partition } from './partition.ts'
import { region } from './region.ts'

/** What each class of disaster compiles to. */
export const classes: Readonly<Record<Scenario['class'], Class>> = {
  blip,
  'control-plane': controlPlane,
  corruption,
  extended,
  'multi-tier': multiTier,
  partition,
  region,
}
