import type { Action } from '#execution'
import { watch } from './activation/index.ts'
import { verifyHttp } from './http/index.ts'
import { notifyConsole } from './notify/index.ts'
import { caughtUp, drain, promote, rebuildStandby, verifyPostgres } from './postgres/index.ts'
import { waitForRegion } from './region/index.ts'
import { startService } from './service/index.ts'
import { fence, hold, route } from './traffic/index.ts'

/** Every action, by its name. */
export const registry: ReadonlyMap<string, Action> = new Map(
  [
    watch,
    notifyConsole,
    fence,
    hold,
    route,
    promote,
    drain,
    caughtUp,
    verifyPostgres,
    rebuildStandby,
    verifyHttp,
    startService,
    waitForRegion,
  ].map((action) => [action.use, action]),
)
