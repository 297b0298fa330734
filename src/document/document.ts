import { isProof } from './facts.ts'
import { type DocumentInput, type Matter, matterOf } from './input.ts'
import type { Document, Section, Stamp } from './model.ts'
import { nist } from './nist.ts'
import { afterwards } from './parts/afterwards.ts'
import { bounds } from './parts/bounds.ts'
import { contacts } from './parts/contacts.ts'
import { decision } from './parts/decision.ts'
import { health } from './parts/health.ts'
import { audiences, messages } from './parts/messages.ts'
import { besides, failback, failover } from './parts/procedures.ts'
import { roles } from './parts/roles.ts'
import { summary } from './parts/summary.ts'
import { whoWhen } from './parts/who-when.ts'
import { words } from './parts/words.ts'

/** The runbook of one scenario as people read it. The same input gives the same document, to the last letter. */
export function documentOf(input: DocumentInput): Document {
  const matter = matterOf(input)
  const { plan, failover: runbook, facts } = input
  return {
    schemaVersion: 1,
    title: `${plan.metadata.name}: ${runbook.scenario.id}`,
    subtitle: subtitle(matter),
    stamp: stampOf(matter),
    ...(facts.live === undefined ? {} : { live: facts.live }),
    sections: input.order === 'nist' ? nist(matter) : usual(matter),
  }
}

function usual(matter: Matter): readonly Section[] {
  const isBack = matter.main.runbook.direction === 'failback'
  return [
    summary(matter),
    ...(isBack ? [] : [decision(matter)]),
    contacts(matter),
    messages(matter),
    whoWhen(matter),
    ...(isBack ? [] : [failover(matter)]),
    health(matter),
    failback(matter),
    afterwards(matter),
    bounds(matter),
    ...(isBack ? [] : besides(matter)),
    words(),
    ...roles(matter),
    ...audiences(matter),
  ]
}

function subtitle({ main, back }: Matter): string {
  const { from, to, scenario, direction } = main.runbook
  const moved =
    direction === 'failback'
      ? `back from ${from} to ${to}`
      : `failover from ${from} to ${to}${back ? ', and back' : ''}`
  const what = from === to ? `recovery in ${to}` : moved
  return `Disaster-recovery runbook (${scenario.class}): ${what}`
}

function stampOf({ plan, failover: runbook, facts }: Matter): Stamp {
  const { proven } = facts
  const { version } = plan.metadata
  const isProven = proven !== undefined && isProof(proven)
  return {
    plan: plan.metadata.name,
    ...(version === undefined ? {} : { version }),
    scenario: runbook.scenario.id,
    ...(facts.commit === undefined ? {} : { commit: facts.commit }),
    digest: runbook.plan.digest,
    date: facts.date,
    proven: isProven
      ? `proven by ${proven.run} on ${proven.on} (${proven.subject}, ${proven.verdict})`
      : 'NEEDS VERIFIED',
    needsVerified: !isProven,
  }
}
