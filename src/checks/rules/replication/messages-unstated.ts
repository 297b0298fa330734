import { isQueue } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

const asked = {
  inFlight: 'what happens to messages that were under way',
  deadLetters: 'what happens to messages that could not be delivered',
  offsets: 'where readers go on in the other region',
} as const

/** Messages of a stream stay where they are, and each reader remembers how far it came. */
const streams = /^(stream|event-hub|kafka)/

export const messagesUnstated: Rule = {
  code: 'messages-unstated',
  severity: 'note',
  title: 'What becomes of messages in a failover is not stated',
  why: 'Messages are lost, repeated or left behind in every failover, and somebody has to know which and what to do with them.',
  fix: 'Add inFlight and deadLetters to its data, and offsets where it is a stream.',
  requirements: ['muster.reconciliation'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [orders] }
  orders:
    type: queue
    strategy: warm-standby
    active: [east]
    standby: [west]
    data: # NOTE: For "orders" nothing says what happens to messages that could not be delivered.
      replication: { mode: sync, covers: data }
      backup: { every: 1d }
      inFlight: The shop sends again what was not confirmed, and orders carry a number
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [orders] }
  orders:
    type: queue
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: sync, covers: data }
      backup: { every: 1d }
      inFlight: The shop sends again what was not confirmed, and orders carry a number
      deadLetters: They are copied to storage every hour, and read from there
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const { data, type, strategy } = component
      if (!isQueue(component) || (strategy === undefined && !data)) continue
      seen()
      for (const [key, words] of Object.entries(asked)) {
        if (key === 'offsets' ? !streams.test(type) : key === 'inFlight' && streams.test(type)) continue
        if (data?.[key as keyof typeof asked] !== undefined || unsure('components', id, 'data', key)) continue
        report(at(data ?? component), `For "${id}" nothing says ${words}.`)
      }
    }
  },
}
