/**
 * targets: the real systems that a plan names under `targets`, as worlds that a run may act on.
 *
 * In: a plan, the name of a target, and the surroundings from which secrets are read. Out: addresses with the secrets
 * put in, facts from the plan's own probes, and looks at how everything stands: who answers, in which role, how far a
 * copy is behind. It changes nothing, keeps no secret on disk, and prints none.
 */
export { ruleFor } from './addresses.ts'
export { identities, type Seen } from './identities.ts'
export { lossNow } from './loss.ts'
export type { Paper } from './own/diary.ts'
export { ownTarget } from './own/target.ts'
export { type PlanTarget, planTarget, type Surroundings } from './plan-target.ts'
export { type SecretSources, resolved as secretsIn } from './secrets.ts'
