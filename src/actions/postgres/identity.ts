import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Action, ActionContext, Arguments } from '#execution'
import { text, texts } from '../arguments.ts'
import { differences, lookAt, type ServerRole } from './look.ts'

const checked = texts('component', 'region', 'role')

/**
 * Asserts, just before an act that relies on it, that a server is the one that the target means and has the role that
 * the act needs. A standby may have been promoted already, by an earlier attempt or for another component on the same
 * server: it passes while the other region has no server that takes writes, and none that follows one: where it has, the two
 * addresses may be swapped.
 */
export const identity: Action = {
  use: 'postgres.identity',
  effect: 'none',
  accepts: (args) =>
    checked(args) ??
    (args['role'] === 'standby' || args['role'] === 'primary' ? undefined : 'Its role is standby or primary.'),
  async run(args, context) {
    const { world, signal } = context
    const [component, region, role] = [text(args, 'component'), text(args, 'region'), text(args, 'role')]
    const expected = world.endpoint(component, region).identity
    const seen = await lookAt(world, component, region, signal)
    const wrong = differences(expected, seen.identity)
    if (wrong.length > 0) throw refusal(component, region, wrong)
    if (!(await fits(role, seen.role, args, context)))
      throw refusal(component, region, [`it is a ${seen.role}, and a ${role} was expected`])
    return { role: seen.role, ...seen.identity }
  },
}

async function fits(expected: string, found: ServerRole, args: Arguments, context: ActionContext): Promise<boolean> {
  if (expected === 'primary') return found !== 'standby'
  if (found === 'standby') return true
  return found === 'primary' && !(await peerServes(args, context))
}

/** Whether the component's server in the runbook's other region takes writes or follows a primary; a lost one does neither. */
async function peerServes(args: Arguments, { world, runbook, signal }: ActionContext): Promise<boolean> {
  const peer = text(args, 'region') === runbook.to ? runbook.from : runbook.to
  try {
    const { role } = await lookAt(world, text(args, 'component'), peer, signal)
    return role === 'primary' || role === 'standby'
  } catch (error) {
    if (error instanceof RetryableFailure || error instanceof TerminalFailure) return false
    throw error
  }
}

function refusal(component: string, region: string, wrong: readonly string[]): TerminalFailure {
  return new TerminalFailure(
    `${component} in ${region} is not what it should be: ${wrong.join('; ')}. Nothing was done. ` +
      'See that the address leads to the right server, and correct the target or the plan.',
    { harmless: true },
  )
}
