import { nobodys, type Runbook, type Step, stepsIn } from '#runbook'

/**
 * What a table should ask of a runbook before anybody needs it, in sentences: who cannot be reached, who has no deputy,
 * what nobody verifies, who is told nothing, and what nobody can do while some are absent.
 * @param absent contacts who take no part
 * @returns in a fixed order, each once; empty where nothing is missing
 */
export function questions(runbook: Runbook, absent: readonly string[] = []): readonly string[] {
  const steps = stepsIn(runbook)
  return [
    ...nobodys(runbook, absent).map(({ step, reason }) => `Nobody could do ${step}: ${reason}`),
    ...contacts(runbook, steps),
    ...decisions(steps),
    ...unverified(steps),
    ...(runbook.direction === 'failover' && !runbook.activation
      ? ['There are no criteria for activation. Who says that it has come, and by what?']
      : []),
    ...(steps.some(({ phase }) => phase === 'communicate') ? [] : ['Nobody is told anything. Who should hear of it?']),
  ]
}

function contacts({ people }: Runbook, steps: readonly Step[]): readonly string[] {
  const roles = new Map<string, string[]>()
  for (const step of steps) for (const role of rolesOf(step)) roles.set(role, [...(roles.get(role) ?? []), step.id])
  return [...roles].flatMap(([role, ids]) => {
    const person = people.find((one) => one.role === role)
    if (!person) return [`${role} is no contact of the plan. Who is it, and how are they reached? (${some(ids)})`]
    const { phone, deputy } = person
    return [
      ...(phone === undefined ? [`${role} has no phone number. How are they called when chat and mail are down?`] : []),
      ...(deputy === undefined ? [`${role} has no deputy. Who stands in for them? (${some(ids)})`] : []),
      ...(deputy !== undefined && people.every((one) => one.role !== deputy)
        ? [`${deputy}, the deputy of ${role}, is no contact of the plan. Who is it?`]
        : []),
    ]
  })
}

/** Whom a step takes: of an action only whoever answers for a message, for machines do the rest. */
function rolesOf({ work, owner, phase }: Step): readonly string[] {
  if (work.kind === 'decision') return [...new Set([...work.deciders, ...(work.escalation ?? []).map(({ to }) => to)])]
  return work.kind === 'manual' || phase === 'communicate' ? [owner] : []
}

function decisions(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(({ id, work }) =>
    work.kind === 'decision' && work.within === undefined
      ? [`Nothing says how long ${id} may take. When does it become too late?`]
      : [],
  )
}

/** Components that something is done to, and that nothing looks at afterwards. */
function unverified(steps: readonly Step[]): readonly string[] {
  const acted = new Set<string>()
  const seen = new Set<string>()
  for (const { component, phase, effect, after = [] } of steps) {
    if (component === undefined) continue
    if (phase === 'verify' || after.length > 0) seen.add(component)
    else if (effect !== 'none' && phase === 'recover') acted.add(component)
  }
  return [...acted].filter((id) => !seen.has(id)).map((id) => `No step verifies ${id}. How is it seen that it works?`)
}

function some(ids: readonly string[]): string {
  const [first, second, ...more] = ids
  return [first, second, ...(more.length > 0 ? [`${more.length} more`] : [])]
    .filter((id) => id !== undefined)
    .join(', ')
}
