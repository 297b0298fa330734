import { Failure } from '#diagnostics'
import { openSession, type Store, type World } from '#execution'
import type { Happening } from '#journal'
import { deciders, leadingZone, type Runbook, type Step } from '#runbook'
import type { DeclareView } from '#report'
import { odds } from '#simulation'
import type { Duration } from '#units'
import { type Acting, actingOn, labActing } from './acting.ts'
import { blockedIn } from './blocked.ts'
import { compiledFor } from './compiled.ts'
import { criteriaOf } from './criteria.ts'
import type { eventCommands } from './events.ts'
import type { Sound } from './failovers.ts'
import type { forecastCommands } from './forecasts.ts'
import { looksAt } from './looks.ts'
import { newRun } from './names.ts'
import type { Project } from './project.ts'
import type { runCommands, View } from './runs.ts'

/** What somebody with authority makes of it. */
export interface Choice {
  readonly choice: 'go' | 'wait' | 'stand-down'
  readonly as: string
  /** How long to wait. */
  readonly until?: Duration
  readonly comment?: string
}

/** What was written down, and in which run. */
export interface Declared {
  readonly run: string
  readonly choice: Choice['choice']
  /** RFC 3339 in UTC, of `wait`. */
  readonly until?: string
  /** How it came into the journal: written there, or left for whoever drives the run. */
  readonly recorded: 'journal' | 'signal'
  readonly view: View
}

type Scenario = DeclareView['scenarios'][number]
type Decider = Scenario['deciders'][number]
/** The world as far as it can be had, or why it cannot be asked. */
type Asked = { readonly world: World } | { readonly why: string }

/** Further waits that going now is weighed against, in seconds. */
const waits = [300, 900, 1800]
const runs = 4000

/** The command that declares, waits or stands down. */
export function declareCommands(
  project: Project,
  { courseOf, estimatesOf }: ReturnType<typeof forecastCommands>,
  { openRun, onlyOne, started }: ReturnType<typeof eventCommands>,
  { send, isDriven, show }: ReturnType<typeof runCommands>,
  isDrill: (run: string) => boolean,
) {
  const { clock, withStore } = project

  /**
   * How every scenario, or one, stands now. Nothing that cannot be reached holds it up: it is shown as unknown.
   * @throws Failure `usage` where there is no such scenario or target
   */
  async function situations(found: Sound, target: string, scenario?: string): Promise<DeclareView> {
    const { plan } = found.parsed
    const acting = actingOf(found, target)
    const scenarios: Scenario[] = []
    const skipped: string[] = []
    let unasked: string | undefined
    for (const id of scenario === undefined ? Object.keys(plan.scenarios) : [scenario])
      try {
        const runbook = runbookOf(found, acting, id)
        const seen = await asked(acting, runbook)
        if ('why' in seen) unasked = seen.why
        scenarios.push(await situation(runbook, acting, seen))
      } catch (error) {
        // One that is named has to have a runbook; of all of them, those that have none are told.
        if (scenario !== undefined || !(error instanceof Failure) || error.kind !== 'usage') throw error
        skipped.push(error.message)
      }
    return {
      plan: plan.metadata.name,
      target: acting.name,
      subject: acting.subject,
      ...(unasked === undefined ? {} : { unasked }),
      scenarios,
      skipped,
    }
  }

  async function situation(runbook: Runbook, acting: Acting, seen: Asked): Promise<Scenario> {
    const id = runbook.scenario.id
    const looks = 'world' in seen ? await looksAt(seen.world, runbook, clock) : undefined
    const { state, criteria, failingFor } = criteriaOf(runbook, looks?.facts ?? {}, clock.now())
    const step = declaring(runbook)
    const within = step.work.kind === 'decision' ? step.work.within : undefined
    const run = await openRun({ scenario: id, target: acting.name, runbook, driven: true })
    return {
      scenario: id,
      state,
      criteria,
      lossIfForced:
        looks?.losses ??
        runbook.stores.map(({ component }) => ({ component, unknown: 'why' in seen ? seen.why : 'It was not asked.' })),
      odds: odds(runbook, estimatesOf(runbook, acting.name), {
        elapsed: failingFor ?? 0,
        waits,
        seed: 1,
        runs,
        dns: acting.name !== project.lab.name || leadingZone(runbook) !== undefined,
      }),
      blockedSteps: 'world' in seen && looks ? await blockedIn(runbook, looks.seen, seen.world) : [],
      deciders: decidersIn(runbook, step),
      ...(failingFor === undefined ? {} : { elapsed: failingFor }),
      ...(within === undefined ? {} : { decideWithin: within }),
      ...(within === undefined || state !== 'holds' || failingFor === undefined
        ? {}
        : { timeLeft: Math.max(0, within - failingFor) }),
      ...(run === undefined ? {} : { run }),
    }
  }

  async function asked(acting: Acting, runbook: Runbook): Promise<Asked> {
    try {
      return { world: await acting.look(runbook, 'part') }
    } catch (error) {
      if (error instanceof Failure) return { why: error.message }
      throw error
    }
  }

  /**
   * Writes down what somebody with authority has decided, in the open run of the scenario or a new one.
   * @throws Failure `refused` where the role has no authority for it, `usage` where there is no such scenario
   */
  async function decideOn(found: Sound, target: string, scenario: string, choice: Choice): Promise<Declared> {
    const acting = actingOf(found, target)
    const runbook = runbookOf(found, acting, scenario)
    const step = declaring(runbook)
    const allowed = step.work.kind === 'decision' ? deciders(runbook, step.work.deciders) : []
    if (!allowed.includes(choice.as))
      throw new Failure('refused', `"${choice.as}" may not declare ${scenario}: ${allowed.join(', ')} may.`)
    const { scenarios } = await situations(found, target, scenario)
    const now = scenarios[0]
    const until = choice.until === undefined ? undefined : new Date(clock.now() + choice.until * 1000).toISOString()
    const open = await openRun({ scenario, target: acting.name, runbook, driven: true })
    if (open !== undefined && (await isDriven(open))) return signalled(open, step, choice, until)
    const event: Happening = {
      type: 'declared',
      data: {
        choice: choice.choice,
        role: choice.as,
        criteria: (now?.criteria ?? []).map(({ text, state, against }) => ({
          text: against ? `unless ${text}` : text,
          state,
        })),
        losses: now?.lossIfForced ?? [],
        ...(until === undefined ? {} : { until }),
        ...(choice.comment === undefined ? {} : { comment: choice.comment }),
      },
    }
    const run = await withStore((store) => recorded(store, { acting, runbook, found, choice, event }))
    if (choice.choice === 'go')
      await send(run, {
        kind: 'approve',
        by: choice.as,
        step: step.id,
        ...(choice.comment === undefined ? {} : { comment: choice.comment }),
      })
    return {
      run,
      choice: choice.choice,
      ...(until === undefined ? {} : { until }),
      recorded: 'journal',
      view: await show(run),
    }
  }

  interface Recording {
    readonly acting: Acting
    readonly runbook: Runbook
    readonly found: Sound
    readonly choice: Choice
    readonly event: Happening
  }

  /** Writes the declaration into the run, which it begins where there is none. */
  async function recorded(store: Store, { acting, runbook, found, choice, event }: Recording): Promise<string> {
    const gate = await onlyOne(store, runbook, acting.name)
    try {
      // Somebody may have begun it while the world was being looked at.
      const run =
        (await openRun({ scenario: runbook.scenario.id, target: acting.name, runbook })) ?? newRun('event', clock.now())
      const session = await openSession(store, run, clock, () => {})
      try {
        if (session.records().length === 0)
          await started(session, runbook, acting, { by: choice.as, plan: found.parsed.standalone() })
        const reason = `stood down by ${choice.as}${choice.comment === undefined ? '' : `: ${choice.comment}`}`
        await session.record(
          choice.choice === 'stand-down'
            ? [event, { type: 'runFinished', data: { outcome: 'refused', reason } }]
            : [event],
          { name: choice.as, authn: 'stated' },
        )
      } finally {
        await session.close()
      }
      return run
    } finally {
      await gate.close()
    }
  }

  /** The journal of a run that somebody drives is theirs to write; they are sent the word. */
  async function signalled(run: string, step: Step, choice: Choice, until: string | undefined): Promise<Declared> {
    const words = [
      ...(until === undefined ? [] : [`wait until ${until}`]),
      ...((choice.comment ?? '') ? [choice.comment] : []),
    ]
    const comment = words.length === 0 ? {} : { comment: words.join(': ') }
    const kind = choice.choice === 'go' ? 'approve' : choice.choice === 'wait' ? 'note' : 'reject'
    await send(run, { kind, by: choice.as, step: step.id, ...comment })
    return {
      run,
      choice: choice.choice,
      ...(until === undefined ? {} : { until }),
      recorded: 'signal',
      view: await show(run),
    }
  }

  /** Where it would be carried out. A plan that does not say what its target is can be declared all the same. */
  function actingOf(found: Sound, target: string): Acting {
    return target === project.lab.name
      ? labActing(project.lab, isDrill)
      : actingOn(project, found.parsed.plan, target, isDrill)
  }

  function runbookOf(found: Sound, acting: Acting, scenario: string): Runbook {
    const { timing } = courseOf(found.parsed.plan, scenario, acting.name)
    return compiledFor(found.parsed.plan, acting, {
      scenario,
      direction: 'failover',
      decision: 'people',
      ...(timing === undefined ? {} : { timing }),
    })
  }

  return { situations, decideOn }
}

/** The decision to go: the first one of the runbook. */
function declaring(runbook: Runbook): Step {
  const step = runbook.steps.find(({ work }) => work.kind === 'decision')
  if (step) return step
  throw new Failure('usage', `Nobody decides in the runbook of ${runbook.scenario.id}.`)
}

function decidersIn({ people }: Runbook, { work }: Step): readonly Decider[] {
  const named = (role: string): Omit<Decider, 'deputy'> => {
    const { name = role, phone } = people.find((one) => one.role === role) ?? {}
    return { role, name, ...(phone === undefined ? {} : { phone }) }
  }
  return (work.kind === 'decision' ? work.deciders : []).map((role) => {
    const deputy = people.find((one) => one.role === role)?.deputy
    return { ...named(role), ...(deputy === undefined ? {} : { deputy: named(deputy) }) }
  })
}
