import type { Clock, Store } from '#execution'
import { openPostgresStore } from './postgres.ts'
import { openSqliteStore } from './sqlite.ts'

/**
 * Opens a store.
 * @param where a folder, which is made where it is missing; or the address of a PostgreSQL database, `postgres://…`,
 * which is connected to as soon as something is asked of it
 * @throws Failure `unreachable` where the folder cannot be written, `corrupt` where its file is no store of this Muster,
 * `usage` where the address is none
 */
export function openStore(where: string, clock: Clock): Store {
  return /^postgres(ql)?:/.test(where) ? openPostgresStore(where, clock) : openSqliteStore(where, clock)
}
