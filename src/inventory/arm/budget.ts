import type { Budget } from './scope.ts'

/** What one template may spend, unspent. */
export function evaluationBudget(tell: Budget['tell']): Budget {
  return { steps: 0, made: 0, read: new Map(), tell }
}
