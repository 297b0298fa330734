/**
 * catalog: dated, sourced facts as TypeScript: component types, actions, capabilities and what they usually take.
 *
 * A fact carries its source and its date as fields. Nothing here is computed, and nothing here knows a plan.
 */
export { type ActionFact, actionFact, actions, type Usual } from './actions.ts'
