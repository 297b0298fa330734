/**
 * store: journals, leases and signals on stable storage.
 *
 * One SQLite file, written ahead and synced at every commit, holds all runs; beside it a small head file per run tells
 * how far its journal went, so that a lost tail is noticed. Only the lease's holder appends; everybody else leaves
 * signals. Plain SQL, numbered migrations that are never edited.
 */
export { openStore } from './sqlite.ts'
