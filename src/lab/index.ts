/**
 * lab: a real two-region environment on one machine.
 *
 * In: a runbook. Out: two regions of real PostgreSQL and web services behind a traffic manager, joined by a slow link,
 * under load that remembers every write it was promised: a target that can lose a region and be measured. One detached
 * supervisor owns every process and outlives its starter. Only this machine reaches it; nothing is left behind but a
 * cache. The lab never decides anything: routing, promotion and rebuilding are steps of the runbook.
 */
export { type Address, canListen, defaultBasePort } from './addresses.ts'
export { startChild } from './child.ts'
export type { Opening } from './connection.ts'
export { footprintOf } from './footprint.ts'
export { call, type Control, HttpFailure, integerOf, listen, serve, textOf } from './http.ts'
export { refusedBy } from './lacks.ts'
export { monotonic } from './monotonic.ts'
export { describedParts, isProgram, type Parts, partsOf, type Profile, profiles } from './profile.ts'
export { relay } from './relay.ts'
export { takeRole } from './role.ts'
export { labDown, labStatus, labUp } from './status.ts'
export { createLab, type LabOptions, usualIdleLimit } from './target.ts'
