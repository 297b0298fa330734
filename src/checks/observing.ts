import { deployedRules } from './deployed/rules/index.ts'
import { rules } from './rules.ts'

/** Codes of all rules that look at what is deployed: those of it alone, and those that hold a plan against it. */
export const observing: ReadonlySet<string> = new Set([
  ...deployedRules.map(({ code }) => code),
  ...rules.filter(({ deployed }) => deployed !== undefined).map(({ code }) => code),
])
