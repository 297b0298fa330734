import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Failure } from '#diagnostics'
import { digest } from '#digest'
import { jsonText } from '#evidence'
import { replay } from '#journal'
import { type Plan, planDigest } from '#plan'
import { type Direction, flowOnly, type Mode, type Runbook, runbookDigest } from '#runbook'
import { writeFile } from '#workspace'
import { type Acting, actingOn } from './acting.ts'
import { blastOf, tooFar } from './blast.ts'
import { compiledFor } from './compiled.ts'
import { type DryRun, dryRunOf, readDryRun } from './dry-run.ts'
import { type Carried, type Driving, type eventCommands, hasEnded } from './events.ts'
import type { forecastCommands } from './forecasts.ts'
import { changedSince, failingIn, looksAt } from './looks.ts'
import { runOf } from './names.ts'
import type { FoundPlan } from './plans.ts'
import type { Project } from './project.ts'
import type { runCommands, View } from './runs.ts'

/** A plan that can be gone on with. */
export type Sound = FoundPlan & { readonly parsed: FoundPlan['parsed'] & { readonly plan: Plan } }

/** What to fail over or back. */
export interface Course {
  readonly scenario: string
  readonly direction: Direction
  /** Left out: forced for a failover; a way back is always planned. */
  readonly mode?: Mode
  readonly flow?: string
  readonly target: string
}

/** How a dry run is carried out. */
export interface Carrying {
  /** The role of whoever starts it. */
  readonly as: string
  /** The environment's name as it was typed; asked for where it is left out and needed. */
  readonly environment?: string
  readonly typed?: (expected: string) => Promise<string | undefined>
  readonly driving: Driving
  /** Is told what will be done before anything is. */
  begun(run: string): void
}

/** The commands that fail over and back. */
export function failoverCommands(
  project: Project,
  { courseOf, forecastOf }: ReturnType<typeof forecastCommands>,
  { carryOut, openRun }: ReturnType<typeof eventCommands>,
  { runs }: Pick<ReturnType<typeof runCommands>, 'runs'>,
  isDrill: (run: string) => boolean,
) {
  /**
   * Shows what a failover or failback would do and asks the world, without changing anything.
   * @returns the dry run, and what does not answer as it should
   * @throws Failure `usage` where there is no such runbook, `refused` where a guard does not let it be run, `unreachable`
   * where nothing of the target answers
   */
  async function dryRun(
    found: Sound,
    course: Course,
  ): Promise<{ readonly dry: DryRun; readonly failing: readonly string[] }> {
    const { plan } = found.parsed
    const acting = actingOn(project, plan, course.target, isDrill)
    const runbook = compiled(plan, acting, course)
    const blast = blastOf(runbook)
    const refused = tooFar(blast)
    if (refused !== undefined) throw new Failure('refused', refused)
    const looks = await looksAt(await acting.look(runbook), runbook, project.clock)
    if (looks.seen.length > 0 && looks.seen.every(({ state }) => state !== 'ok'))
      throw new Failure(
        'unreachable',
        `Nothing of the target ${acting.name} answers:\n${looks.seen.map(({ component, region, detail }) => `  ${component} in ${region}: ${detail}`).join('\n')}`,
      )
    if (course.direction === 'failback') await assureProtected(plan, runbook, looks.seen)
    const dry = dryRunOf({
      at: new Date(project.clock.now()).toISOString(),
      plan: { name: plan.metadata.name, digest: planDigest(plan), file: found.file.shown },
      scenario: course.scenario,
      direction: course.direction,
      mode: runbook.mode,
      ...(course.flow === undefined ? {} : { flow: course.flow }),
      target: acting.name,
      subject: acting.subject,
      ...(acting.environment === undefined ? {} : { environment: acting.environment }),
      runbook,
      blast,
      looks,
      forecast: forecastOf(runbook, acting.name, {}),
    })
    return { dry, failing: failingIn(runbook, looks) }
  }

  /**
   * Does exactly what a dry run lists, where the world is still the one that it saw.
   * @param dry as `readDryRun` gave it
   * @throws Failure `refused` where the plan compiles to something else, or the world has changed,
   * with all that did; `usage` where the role is none; `unreachable` where the target is not up; `busy` where somebody
   * else drives it
   */
  async function execute(found: Sound, dry: DryRun, carrying: Carrying): Promise<Carried> {
    await assureFresh(runOf(dry))
    const { plan } = found.parsed
    const { runbook } = dry
    const acting = actingOn(project, plan, dry.target, isDrill)
    assureSame(dry, compiled(plan, acting, dry), acting, plan)
    assureRole(runbook, carrying.as)
    await assureTyped(acting, carrying)
    const refused = tooFar(blastOf(runbook))
    if (refused !== undefined) throw new Failure('refused', refused)
    const now = await looksAt(await acting.look(runbook), runbook, project.clock)
    const changed = changedSince(dry, now)
    if (changed.length > 0)
      throw new Failure(
        'refused',
        `The world is not as the dry run of ${dry.at} saw it. Nothing was done.\n` +
          `${changed.map((line) => `  ${line}`).join('\n')}\nLook again with a new dry run.`,
      )
    const open = await openRun({ scenario: dry.scenario, target: dry.target, runbook })
    const run = open ?? runOf(dry)
    carrying.begun(run)
    return carryOut({
      run,
      acting,
      runbook,
      driving: carrying.driving,
      begin: {
        by: carrying.as,
        dryRun: dry.digest,
        plan: found.parsed.standalone(),
        keep: { 'dry-run.json': jsonText(dry) },
      },
    })
  }

  /** What a dry run lists is done once. */
  async function assureFresh(run: string): Promise<void> {
    const outcome = await project.withStore(async (store) => replay(await store.read(run)).outcome)
    if (outcome !== undefined) throw hasEnded(run, outcome)
  }

  function compiled(plan: Plan, acting: Acting, { scenario, direction, mode, flow, target }: Course): Runbook {
    const { timing } = courseOf(plan, scenario, target)
    const whole = compiledFor(plan, acting, {
      scenario,
      direction,
      decision: 'people',
      ...(mode === undefined ? {} : { mode }),
      ...(timing === undefined ? {} : { timing }),
    })
    if (flow === undefined) return whole
    const part = flowOnly(whole, flow)
    if ('reason' in part) throw new Failure('usage', `${part.reason} ${part.fix}`)
    return part.runbook
  }

  /** A way back needs somewhere to go back to: a copy in the region that was left, which follows. */
  async function assureProtected(plan: Plan, runbook: Runbook, seen: DryRun['seen']): Promise<void> {
    const stores = new Set(runbook.stores.map(({ component }) => component))
    const missing = seen.filter(
      ({ component, region, state, role }) =>
        stores.has(component) &&
        region === runbook.to &&
        (state !== 'ok' || (role !== undefined && role !== 'standby')),
    )
    if (missing.length === 0) return
    const last = await lastFailover(plan, runbook)
    const left = last?.steps.filter(({ phase, state }) => phase === 're-protect' && state !== 'succeeded') ?? []
    throw new Failure(
      'refused',
      `There is nothing to go back to: ${missing.map(({ component, region, detail }) => `${component} in ${region} ${detail}`).join('; ')}. ` +
        'The region has to be re-protected first: its copy rebuilt, and following.' +
        (last
          ? `\nThe last failover is the run ${last.run}${left.length > 0 ? `, which has not done ${left.map(({ id }) => id).join(', ')}` : ''}: muster run show ${last.run}`
          : ''),
    )
  }

  async function lastFailover(plan: Plan, runbook: Runbook): Promise<View | undefined> {
    return (await runs()).find(
      (view) =>
        view.plan === plan.metadata.name && view.scenario === runbook.scenario.id && view.direction === 'failover',
    )
  }

  return {
    dryRun,
    execute,
    /** Reads a saved dry run. @throws Failure `usage` where there is none, `refused` where it is not as it was written */
    readDryRun(file: string): DryRun {
      try {
        return readDryRun(readFileSync(resolve(project.cwd, file), 'utf8'), file)
      } catch (error) {
        if (error instanceof Failure) throw error
        throw new Failure('usage', `${file} cannot be read: ${(error as Error).message}`, { cause: error })
      }
    },
    /** Saves a dry run; an earlier one may be replaced, and nothing else. @throws Failure `refused`, `unreachable` */
    saveDryRun(file: string, dry: DryRun): void {
      const path = resolve(project.cwd, file)
      const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined
      if (before !== undefined && !/"kind":\s*"dry-run"/.test(before))
        throw new Failure('refused', `${file} is there already and is no dry run. Choose another name: -o FILE`)
      writeFile(path, jsonText(dry), true)
    },
  }
}

function assureSame(dry: DryRun, now: Runbook, acting: Acting, plan: Plan): void {
  if (plan.metadata.name !== dry.plan.name)
    throw new Failure('refused', `The dry run is of the plan ${dry.plan.name}, not of ${plan.metadata.name}.`)
  const changed = [
    ...(runbookDigest(now) === dry.runbookDigest ? [] : differences(dry.runbook, now)),
    ...(acting.subject === dry.subject ? [] : [`the target is ${acting.subject}, and was ${dry.subject}`]),
    ...(acting.environment === dry.environment ? [] : ['the environment of the target has another name']),
  ]
  if (changed.length > 0)
    throw new Failure(
      'refused',
      `The plan is not the one that the dry run of ${dry.at} was made from. Nothing was done.\n` +
        `${changed.map((line) => `  ${line}`).join('\n')}\nMake a new dry run.`,
    )
}

/** What of two runbooks differs, in clauses; never empty. */
function differences(before: Runbook, now: Runbook): readonly string[] {
  const known = new Map(before.steps.map((step) => [step.id, step]))
  const ids = new Set(now.steps.map(({ id }) => id))
  const changed = now.steps.flatMap((step) => {
    const was = known.get(step.id)
    if (!was) return [`step ${step.id} is new`]
    return digest(was) === digest(step) ? [] : [`step ${step.id} is another`]
  })
  const gone = before.steps.flatMap(({ id }) => (ids.has(id) ? [] : [`step ${id} is gone`]))
  const all = [...changed, ...gone]
  return all.length > 0
    ? all
    : ['what the runbook says besides its steps: people, objectives, criteria, limits or gaps']
}

function assureRole(runbook: Runbook, role: string): void {
  const roles = new Set([...runbook.people.map((person) => person.role), ...runbook.steps.map(({ owner }) => owner)])
  if (!roles.has(role))
    throw new Failure('usage', `"${role}" is no role of this plan; it has: ${[...roles].join(', ')}.`)
}

/** In production, whoever starts a run types where it runs. */
async function assureTyped({ subject, environment, name }: Acting, carrying: Carrying): Promise<void> {
  if (subject !== 'prod') return
  const expected = environment ?? name
  const typed = carrying.environment ?? (await carrying.typed?.(expected))
  if (typed === expected) return
  throw new Failure(
    'refused',
    typed === undefined
      ? `${name} is production. Say which environment you mean, in full: --environment "${expected}". Nothing was done.`
      : `"${typed}" is not the environment of ${name}, which is "${expected}". Nothing was done.`,
  )
}
