/**
 * store: journals, leases and signals on stable storage.
 *
 * In a folder: one SQLite file, written ahead and synced at every commit, holds all runs; beside it a small head file per
 * run tells how far its journal went, so that a lost tail is noticed, and a reserve lets a halt be written to a full disk.
 * For a team: the same in a PostgreSQL database. Only the lease's holder appends; everybody else leaves signals. Plain
 * SQL, numbered migrations that are never edited. What does not verify is named and never mended in silence.
 */
export { openStore } from './open.ts'
