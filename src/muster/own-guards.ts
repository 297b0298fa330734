import { Failure } from '#diagnostics'
import type { Store } from '#execution'
import { replay } from '#journal'
import { type Plan, planDigest } from '#plan'
import type { Runbook } from '#runbook'
import type { Forecast } from '#simulation'
import { blastOf, tooFar } from './blast.ts'
import { type DryRun, dryRunOf } from './dry-run.ts'
import { failingIn, type Looks, looksAt } from './looks.ts'
import { isCopy, wholeDrill } from './names.ts'
import type { OwnDrill } from './own.ts'
import type { Place } from './places.ts'
import type { Project } from './project.ts'
import { firstOf } from './runs.ts'
import { assureApart } from './standing-apart.ts'

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
 * apart, that no other drill and no real run is open there, and that somebody has agreed. What would be done is shown.
 * @throws Failure `refused` with what is not as it should be; `busy` where another run on the target is open
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
  if (drill.kind === 'isolated-test') assureApart(project.surroundings, plan, target.name)
  await project.withStore((store) => assureAlone(project, store, failover.plan.name, target.name))
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
  assureSound(drill.kind, failover, looks)
  await assureAgreed(subject, own?.target.environment ?? target.name, agreeing)
}

/**
 * The same once more when it begins, but for what was agreed: meanwhile somebody has typed, or days have gone by.
 * @param store in which the target is held for the drill already
 * @throws Failure as `assureOwn`
 */
export async function assureStill(
  project: Project,
  store: Store,
  plan: Plan,
  { target }: Pick<Place, 'target'>,
  { kind, failover }: Pick<OwnDrill, 'kind' | 'failover'>,
): Promise<void> {
  if (kind === 'isolated-test') assureApart(project.surroundings, plan, target.name)
  await assureAlone(project, store, failover.plan.name, target.name)
  assureSound(kind, failover, await looksAt(target, failover, project.clock))
}

function assureSound(kind: OwnDrill['kind'], failover: Runbook, looks: Looks): void {
  // Before the fault nothing is given up as lost; copies that stand apart are not there yet.
  const failing = kind === 'isolated-test' ? [] : failingIn({ ...failover, mode: 'planned' }, looks)
  if (failing.length === 0) return
  throw new Failure(
    'refused',
    `A drill begins from systems that are as they should be. Nothing was done.\n${failing.map((line) => `  ${line}`).join('\n')}`,
  )
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

/**
 * Nothing else of the plan is open on the target: it may have moved what this drill would move.
 * @throws Failure `busy` with the commands that follow it and end it
 */
export async function assureAlone(
  { workspace }: Pick<Project, 'workspace'>,
  store: Store,
  plan: string,
  target: string,
): Promise<void> {
  const proven = new Set(workspace.evidenceRuns())
  for (const { run } of await store.runs()) {
    const records = isCopy(run) ? [] : await store.read(run)
    const first = firstOf(records)
    if (first?.target !== target || first.runbook.plan.name !== plan) continue
    const { outcome } = replay(records)
    if (first.kind === 'realEvent') {
      if (outcome === undefined) throw openEvent(run, target)
      continue
    }
    const whole = wholeDrill(run)
    const isHere = workspace.kept(whole).get('holding.json') !== undefined
    // One that was begun here is over with its evidence, which comes after its way back.
    const isOver = isHere ? outcome === 'cancelled' || proven.has(whole) : outcome !== undefined
    if (!isOver) throw openDrill(whole, target, isHere)
  }
}

function openEvent(run: string, target: string): Failure {
  return new Failure(
    'busy',
    `The run ${run} on ${target} is a real one, and is not over, whether anybody drives it now or not. Nothing was done. ` +
      'Follow it, go on with it, or end it:\n' +
      `  muster run show ${run}\n  muster run resume ${run}\n  muster run cancel ${run} --as ROLE`,
  )
}

function openDrill(run: string, target: string, isHere: boolean): Failure {
  return new Failure(
    'busy',
    isHere
      ? `The drill ${run} on ${target} is not over. Take it up:\n  muster run resume ${run}`
      : `The drill ${run} on ${target} is not over. It was begun on another computer, where alone it can be taken up. Follow it:\n  muster run show ${run}`,
  )
}
