import { formatDuration } from '#units'
import type { Matter } from './input.ts'
import type { Block, Line, Section } from './model.ts'
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

/**
 * The same parts in the order of an information-system contingency plan, its appendices behind it.
 * @remarks NIST SP 800-34 Rev. 1, chapter 4 and appendix A (2010): the names and the order of its sections.
 */
export function nist(matter: Matter): readonly Section[] {
  const named = (section: Section, title: string): Section => ({ ...section, title })
  const isBack = matter.main.runbook.direction === 'failback'
  const body = [
    named(summary(matter), '1 Introduction'),
    description(matter),
    ...(isBack ? [] : [named(decision(matter), '3 Activation and notification: activation criteria')]),
    named(messages(matter), '3 Activation and notification: notification'),
    named(whoWhen(matter), '4 Recovery: sequence of recovery activities'),
    ...(isBack ? [] : [named(failover(matter), '4 Recovery: recovery procedures')]),
    named(health(matter), '5 Reconstitution: validation of data and functionality'),
    named(failback(matter), '5 Reconstitution: return to normal operations'),
    named(afterwards(matter), '5 Reconstitution: clean-up, documentation and deactivation'),
  ]
  const appendices = [
    contacts(matter),
    impact(matter),
    tests(matter),
    bounds(matter),
    ...(isBack ? [] : besides(matter)),
    words(),
    ...roles(matter),
    ...audiences(matter),
  ]
  return [...body, ...appendices.map((section, at) => named(section, `Appendix ${letter(at)}: ${section.title}`))]
}

/** A to Z, then AA, AB and so on. */
function letter(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : letter(Math.floor(at / 26) - 1) + letter(at % 26)
}

function description({ plan, failover: { people } }: Matter): Section {
  return {
    id: 'description',
    title: '2 Concept of operations: the system, and who answers for it',
    blocks: [
      table(
        ['Component', 'Type', 'Strategy', 'Serves in', 'Stands by in', 'Needs'],
        Object.entries(plan.components).map(([id, one]) => [
          [{ strong: id }],
          [one.type],
          [one.strategy ?? 'none'],
          [(one.active ?? []).join(', ')],
          [(one.standby ?? []).join(', ')],
          [(one.needs ?? []).join(', ')],
        ]),
      ),
      table(
        ['Role', 'Name', 'Stands in'],
        people.map(({ role, name, deputy }) => [[{ strong: role }], [name], [deputy ?? 'nobody']]),
      ),
    ],
  }
}

/** What the business-impact analysis came to. */
function impact({ plan }: Matter): Section {
  return {
    id: 'impact',
    title: 'Business-impact analysis',
    blocks: [
      table(
        ['Flow', 'Analysis', 'Tier', 'RTO', 'RPO', 'MTD', 'Signed off'],
        Object.entries(plan.flows).map(
          ([
            id,
            {
              bia,
              tier,
              objectives: { default: usual },
              signedOff = [],
            },
          ]) => [
            [{ strong: id }],
            [bia ?? 'none'],
            [String(tier)],
            ...[usual.rto, usual.rpo, usual.mtd].map(
              (value): Line => [value === undefined ? 'not set' : formatDuration(value)],
            ),
            [signedOff.map(({ by, on }) => `${by} on ${on}`).join(', ') || 'by nobody'],
          ],
        ),
      ),
    ],
  }
}

/** When it is rehearsed. */
function tests({ plan }: Matter): Section {
  const drills = plan.drills ?? []
  return {
    id: 'tests',
    title: 'Tests and maintenance',
    blocks: [
      drills.length === 0
        ? { is: 'warning', line: ['The plan has no drills.'] }
        : table(
            ['Scenario', 'Kind', 'Every', 'Last'],
            drills.map(({ scenario, kind, every, last }) => [
              [{ strong: scenario }],
              [kind ?? 'forced'],
              [every === undefined ? 'not set' : formatDuration(every)],
              [last ?? 'never'],
            ]),
          ),
    ],
  }
}

function table(heads: readonly string[], rows: ReadonlyArray<readonly Line[]>): Block {
  return { is: 'table', heads, rows }
}
