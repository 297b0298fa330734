import type { ComponentType } from './component-type.ts'
import { accessTypes } from './component-types-access.ts'
import { computeTypes } from './component-types-compute.ts'
import { dataTypes } from './component-types-data.ts'
import { messageTypes } from './component-types-messages.ts'
import { othersTypes } from './component-types-others.ts'
import { trafficTypes } from './component-types-traffic.ts'

/** Kinds of component by the word that a plan uses. */
export const componentTypes: Readonly<Record<string, ComponentType>> = {
  ...dataTypes,
  ...messageTypes,
  ...accessTypes,
  ...computeTypes,
  ...trafficTypes,
  ...othersTypes,
}
