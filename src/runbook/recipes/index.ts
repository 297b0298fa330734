import type { Recipe } from '../draft.ts'
import { postgres } from './postgres.ts'
import { webService } from './web-service.ts'

/** The recipes by component type; a type without one is recovered by hand, and the runbook says so. */
export const recipes: Readonly<Record<string, Recipe>> = {
  postgres,
  'web-service': webService,
}
