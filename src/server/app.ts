import { Hono } from 'hono'
import { pagePolicy } from '#markup'
import { type DrillResult, drillHtml, drillJson, drillSvg, emptyHtml } from '#report'
import { trouble, troubleOf } from './trouble.ts'

/** A drill that can be shown. */
export interface DrillPage {
  /** Its id, as the address names it. */
  readonly run: string
  readonly result: DrillResult
}

/** Where the server's drills come from; asked anew for every request, so that a page is never older than its data. */
export interface DrillSource {
  /** Newest first; may be empty. @throws Failure where what is stored cannot be read; the reader sees its message */
  drills(): Promise<readonly DrillPage[]>
}

const headers: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `${pagePolicy}; frame-ancestors 'none'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/**
 * The pages and the API over a source of drills. It reads and never acts: GET and HEAD alone, and no other origin may
 * read an answer.
 * @param port the port that is listened on; a `Host` that is not this machine's own name with that port gets 403, so
 *   that a foreign name which is made to resolve to this machine (DNS rebinding) reads nothing
 */
export function createServer(source: DrillSource, port: () => number): Hono {
  const app = new Hono()
  app.use(async (context, next) => {
    const { method } = context.req
    if (![`127.0.0.1:${port()}`, `localhost:${port()}`].includes(context.req.header('Host')?.toLowerCase() ?? ''))
      context.res = trouble(
        403,
        `This server answers to http://127.0.0.1:${port()} and http://localhost:${port()} alone.`,
      )
    else if (method !== 'GET' && method !== 'HEAD')
      context.res = trouble(405, `${method} is not answered: this server only reads.`, { Allow: 'GET, HEAD' })
    else await next()
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value)
  })
  app.get('/', async (context) => {
    const drills = await source.drills()
    const [last] = drills
    return context.html(last === undefined ? emptyHtml() : shown(last, drills))
  })
  app.get('/drills/:run', async (context) => {
    const drills = await source.drills()
    const drill = drills.find(({ run }) => run === context.req.param('run'))
    return drill === undefined ? unknownRun() : context.html(shown(drill, drills))
  })
  app.get('/api/v1/drills', async (context) => {
    const drills = await source.drills()
    return context.json({ schemaVersion: 1, drills: drills.map(entry) })
  })
  app.get('/api/v1/drills/:run', async (context) => {
    const drill = (await source.drills()).find(({ run }) => run === context.req.param('run'))
    return drill === undefined ? unknownRun() : context.json(drillJson(drill.result))
  })
  app.get('/healthz', (context) => context.text('ok\n'))
  app.notFound(() =>
    trouble(404, 'There is nothing at this address. The last drill is at /, the data at /api/v1/drills.'),
  )
  app.onError(troubleOf)
  return app
}

function unknownRun(): Response {
  return trouble(404, 'No drill has this id. The drills that there are stand at /api/v1/drills.')
}

function shown(drill: DrillPage, drills: readonly DrillPage[]): string {
  const others = drills
    .filter(({ run }) => run !== drill.run)
    .map(({ run, result: { evidence } }) => ({
      href: address('/drills', run),
      label: `${evidence.startedAt} ${evidence.plan.name}: ${evidence.scenario} (${evidence.verdict})`,
    }))
  return drillHtml(drill.result, drillSvg(drill.result), others)
}

function entry({ run, result: { evidence } }: DrillPage) {
  const { plan, scenario, direction, subject, target, verdict, startedAt } = evidence
  const href = address('/api/v1/drills', run)
  return { run, plan: plan.name, scenario, direction, subject, target, verdict, startedAt, href }
}

function address(folder: string, run: string): string {
  return `${folder}/${encodeURIComponent(run)}`
}
