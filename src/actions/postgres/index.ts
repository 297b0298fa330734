/** PostgreSQL over SQL, and over the management address where a server must be rebuilt. */
export { drain } from './drain.ts'
export { identity } from './identity.ts'
export { type Lag, lagOf } from './lag.ts'
export { differences, lookAt, type ServerRole, type ServerSeen } from './look.ts'
export { promote } from './promote.ts'
export { rebuildStandby } from './rebuild.ts'
export { reopen } from './reopen.ts'
export { caughtUp, verifyPostgres } from './verify.ts'
