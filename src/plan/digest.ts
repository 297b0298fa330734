import { digest } from '#digest'
import type { Plan } from './schema/index.ts'

/** The plan's name by content: `sha256:` and 64 digits; the same for every text that reads as the same plan. */
export function planDigest(plan: Plan): string {
  return digest(plan)
}
