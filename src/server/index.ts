/**
 * server: drills over HTTP, to this machine alone.
 *
 * In: a source of drills. Out: pages and JSON, as `report` makes them. It computes nothing, changes nothing, and answers
 * nobody who reaches it by another name than this machine's own.
 */
export type { DrillPage, DrillSource } from './app.ts'
export { type Served, type ServeOptions, serve } from './serve.ts'
export type { ProblemDetail } from './trouble.ts'
