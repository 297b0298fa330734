import { type LabPlan, labPlans } from '../matrix-plans.ts'

/** A plan of the lab by its strategy. @param cwd the root of the checkout @param folder of the plans, where not the lab's own */
export function labPlan(cwd: string, strategy: string, folder?: string): LabPlan {
  const found = labPlans(cwd, folder).find((one) => one.strategy === strategy)
  if (found) return found
  throw new Error(`The lab has no plan ${strategy}.`)
}
