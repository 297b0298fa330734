import { Failure } from '#diagnostics'
import { replay } from '#journal'
import { type Plan, planDigest } from '#plan'
import type { Forecast } from '#simulation'
import { planTarget } from '#targets'
import { blastOf, tooFar } from './blast.ts'
import { type DryRun, dryRunOf } from './dry-run.ts'
import { failingIn, looksAt } from './looks.ts'
import type { OwnDrill } from './own.ts'
import type { Holding, Place } from './places.ts'
import type { Project } from './project.ts'
import { firstOf } from './runs.ts'

/** Who says that a drill on a system of one's own may begin. */
export interface Agreeing {
  /** Nobody is asked on a target that is not production. */
  readonly yes: boolean
  /** The environment's name as it was typed. */
  readonly environment?: string
  /** Shows what would be done. */
  shown(dry: DryRun): void
  /** Asks for a text that must be typed; undefined where nobody can be asked, or nothing was typed. */
  typed(question: string): Promise<string | undefined>
}

/**
 * Sees to it that a drill may be held, before anything is done: its reach, its systems as they stand, that copies stand
 * apart, that no other drill is open there, and that somebody has agreed. What would be done is shown.
 * @throws Failure `refused` with what is not as it should be; `busy` where another drill of the target is open
 */
export async function assureOwn(
  project: Project,
  plan: Plan,
  { target, subject, own }: Place,
  drill: OwnDrill,
  forecast: Forecast,
  agreeing: Agreeing,
): Promise<void> {
  const { failover, failback } = drill
  for (const runbook of [failover, ...(failback ? [failback] : [])]) {
    const refused = tooFar(blastOf(runbook))
    if (refused !== undefined) throw new Failure('refused', refused)
  }
  own?.target.ready(failover)
  if (drill.kind === 'isolated-test') assureApart(project, plan, target.name)
  await assureAlone(project, failover.plan.name, target.name)
  const looks = await looksAt(target, failover, project.clock)
  agreeing.shown(
    dryRunOf({
      at: new Date(project.clock.now()).toISOString(),
      plan: { name: plan.metadata.name, digest: planDigest(plan), file: plan.metadata.name },
      scenario: failover.scenario.id,
      direction: 'failover',
      mode: failover.mode,
      target: target.name,
      subject,
      drill: drill.kind,
      ...(own ? { environment: own.target.environment } : {}),
      runbook: failover,
      blast: blastOf(failover),
      looks,
      forecast,
    }),
  )
  // Before the fault nothing is given up as lost; copies that stand apart are not there yet.
  const failing = drill.kind === 'isolated-test' ? [] : failingIn({ ...failover, mode: 'planned' }, looks)
  if (failing.length > 0)
    throw new Failure(
      'refused',
      `A drill begins from systems that are as they should be. Nothing was done.\n${failing.map((line) => `  ${line}`).join('\n')}`,
    )
  await assureAgreed(subject, own?.target.environment ?? target.name, agreeing)
}

async function assureAgreed(
  subject: Place['subject'],
  environment: string,
  { yes, environment: said, typed }: Agreeing,
): Promise<void> {
  if (subject !== 'prod') {
    if (yes) return
    const answer = await typed(`Hold this drill on ${environment}? Type yes: `)
    if (answer === 'yes') return
    throw new Failure(
      'refused',
      'Nobody has agreed to hold this drill, and nothing was done. Where nobody is to be asked: --yes.',
    )
  }
  const answer = said ?? (await typed(`This is production. Type the name of the environment ("${environment}"): `))
  if (answer === environment) return
  throw new Failure(
    'refused',
    answer === undefined
      ? `It is production. Say which environment you mean, in full: --environment "${environment}". Nothing was done.`
      : `"${answer}" is not the environment, which is "${environment}". Nothing was done.`,
  )
}

/** What stands apart is reached at addresses of its own. */
function assureApart({ surroundings }: Project, plan: Plan, name: string): void {
  const addresses = (target: string): ReadonlyMap<string, string> => {
    const { endpoint } = planTarget(plan, target, surroundings)
    const all = Object.entries(plan.targets?.[target]?.components ?? {}).flatMap(([component, regions]) =>
      Object.keys(regions).flatMap((region): ReadonlyArray<readonly [string, string]> => {
        try {
          const { host, pathname } = new URL(endpoint(component, region).url)
          return [[`${host}${pathname}`, `${component} in ${region}`]]
        } catch {
          // An address that cannot be had is told where it is needed.
          return []
        }
      }),
    )
    return new Map(all)
  }
  const own = addresses(name)
  for (const other of Object.keys(plan.targets ?? {})) {
    if (other === name) continue
    for (const [address, what] of addresses(other)) {
      const here = own.get(address)
      if (here !== undefined)
        throw new Failure(
          'refused',
          `${name} does not stand apart: its ${here} has the address of ${what} on ${other}. Nothing was done.`,
        )
    }
  }
}

/** A drill that is open there may have moved what this one would move. */
async function assureAlone({ workspace, withStore }: Project, plan: string, target: string): Promise<void> {
  await withStore(async (store) => {
    for (const { run } of await store.runs()) {
      const text = workspace.kept(run).get('holding.json')
      if (text === undefined || (JSON.parse(text) as Holding).target !== target) continue
      const records = await store.read(run)
      if (firstOf(records)?.runbook.plan.name !== plan || workspace.evidenceRuns().includes(run)) continue
      const { outcome } = replay(records)
      if (outcome === 'cancelled') continue
      throw new Failure('busy', `The drill ${run} on ${target} is not over. Take it up:\n  muster run resume ${run}`)
    }
  })
}
