/** PostgreSQL over SQL, and over the management address where a server must be rebuilt. */
export { drain } from './drain.ts'
export { promote } from './promote.ts'
export { rebuildStandby } from './rebuild.ts'
export { caughtUp, verifyPostgres } from './verify.ts'
