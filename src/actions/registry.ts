import type { Action } from '#execution'
import { clear, watch } from './activation/index.ts'
import { operate } from './component/index.ts'
import { verifyHttp } from './http/index.ts'
import { notifyConsole } from './notify/index.ts'
import { caughtUp, drain, identity, promote, rebuildStandby, reopen, verifyPostgres } from './postgres/index.ts'
import { waitForRegion } from './region/index.ts'
import { startService } from './service/index.ts'
import { enough, fence, hold, release, route, share, unfence } from './traffic/index.ts'

/** Every action, by its name. */
export const registry: ReadonlyMap<string, Action> = new Map(
  [
    watch,
    clear,
    operate,
    notifyConsole,
    fence,
    unfence,
    hold,
    release,
    route,
    share,
    enough,
    promote,
    drain,
    reopen,
    identity,
    caughtUp,
    verifyPostgres,
    rebuildStandby,
    verifyHttp,
    startService,
    waitForRegion,
  ].map((action) => [action.use, action]),
)
