import { answered } from '#actions'
import type { Call, Rung } from '#drill'
import type { Clock } from '#execution'
import type { Plan } from '#plan'
import type { Runbook } from '#runbook'
import { ruleFor, type SecretSources, secretsIn } from '#targets'
import { seconds } from '#units'

/** How long a pager may take to answer. */
const patience = seconds(10)

/**
 * Calls people out as the plan says: by the web address of the contact's pager, where it has one, and always by a line for
 * whoever watches, who has a phone.
 */
export function ringer(plan: Plan, sources: SecretSources, clock: Clock, say: (line: string) => void) {
  return async ({ role, step, insteadOf }: Call, runbook: Runbook, run: string): Promise<Rung> => {
    const { name, phone, pager } = (Object.hasOwn(plan.contacts ?? {}, role) ? plan.contacts?.[role] : undefined) ?? {}
    const title = runbook.steps.find(({ id }) => id === step)?.title ?? step
    const reached = [name, phone].filter((one) => one !== undefined).join(', ')
    const answer = `muster run here ${run} --as ${role}`
    const why = insteadOf === undefined ? '' : ` instead of ${insteadOf}`
    say(`CALL ${role}${reached === '' ? '' : ` (${reached})`}${why}: ${title}. They answer with: ${answer}`)
    if (pager === undefined || !isAddress(pager)) return { channel: 'console' }
    const body = {
      kind: 'muster.call-out',
      drill: true,
      run,
      plan: runbook.plan.name,
      scenario: runbook.scenario.id,
      role,
      step,
      title,
      answer,
      ...(name === undefined ? {} : { name }),
      ...(insteadOf === undefined ? {} : { insteadOf }),
    }
    const trouble = await sent(pager, body, sources, clock)
    return trouble === undefined ? { channel: 'pager' } : { channel: 'console', trouble }
  }
}

/** A pager that is a web address, be it with a secret in it; any other is a number for people. */
function isAddress(pager: string): boolean {
  return /^https?:\/\//.test(pager) || pager.startsWith('${secret:')
}

/** @returns why it could not be sent, in a clause that names no secret */
async function sent(
  pager: string,
  body: Parameters<typeof answered>[0]['body'],
  sources: SecretSources,
  clock: Clock,
): Promise<string | undefined> {
  const address = secretsIn(pager, sources)
  if ('missing' in address) return address.missing.join(', and ')
  if (!URL.canParse(address.value)) return 'what the plan has as its pager is no web address'
  const late = new AbortController()
  const over = new AbortController()
  void clock.sleep(patience, over.signal).then(() => late.abort())
  try {
    const { status } = await answered({
      method: 'POST',
      url: address.value,
      ...(body === undefined ? {} : { body }),
      signal: late.signal,
      // A pager may be a relay on this very machine; what answers with credentials is none.
      refuses: ruleFor('nonprod', []),
    })
    return status >= 200 && status < 300 ? undefined : `its pager answered ${status}`
  } catch (error) {
    return late.signal.aborted
      ? `its pager did not answer within ${patience} s`
      : `its pager cannot be reached: ${(error as Error).message}`
  } finally {
    over.abort()
  }
}
