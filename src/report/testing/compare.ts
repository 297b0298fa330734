import type { CompareRow, CompareView } from '../compare.ts'

function row(of: Pick<CompareRow, 'system' | 'settings' | 'fault'>, more: Partial<CompareRow>): CompareRow {
  return {
    ...of,
    runs: 3,
    measured: [6.629, 6.1, 6.42],
    downtime: { median: 6.42, worst: 6.629 },
    clientGap: { median: 6.5, worst: 6.7 },
    detect: { median: 6.2, worst: 6.55 },
    lost: { median: 0, worst: 2 },
    acknowledged: 12_345,
    splitBrain: 0,
    splitWrites: { median: 0, worst: 0 },
    writesPerSecond: { median: 290.4, worst: 301 },
    ...more,
  }
}

/** Made-up runs with everything that a comparison can show. */
export const comparison: CompareView = {
  asked: [
    { system: 'patroni', settings: 'tuned', fault: 'kill' },
    { system: 'pg-auto-failover', settings: 'tuned', fault: 'kill' },
    { system: 'muster', settings: 'tuned', fault: 'kill' },
    { system: 'patroni', settings: 'tuned', fault: 'partition' },
    { system: 'muster-unfenced', settings: 'tuned', fault: 'partition' },
  ],
  rows: [
    row({ system: 'patroni', settings: 'tuned', fault: 'kill' }, {}),
    row(
      { system: 'muster', settings: 'tuned', fault: 'kill' },
      { runs: 1, measured: [5.995], downtime: { median: 5.995, worst: 5.995 }, lost: { median: 1, worst: 1 } },
    ),
    row(
      { system: 'patroni', settings: 'tuned', fault: 'partition' },
      {
        measured: [4.2, 4.5],
        downtime: { median: 4.5 },
        clientGap: {},
        detect: {},
        lost: { median: 811, worst: 1204 },
      },
    ),
    row(
      { system: 'muster-unfenced', settings: 'tuned', fault: 'partition' },
      {
        measured: [0.31, 0.3, 0.35],
        downtime: { median: 0.31, worst: 0.35 },
        splitBrain: 3,
        splitWrites: { median: 60, worst: 71 },
      },
    ),
  ],
  overheads: [{ settings: 'tuned', fault: 'kill', against: 'patroni', share: -0.0662 }],
  systems: [
    {
      system: 'patroni',
      guarantees: 'The leader holds a lease, and steps down when it cannot renew it.',
      fenced: true,
    },
    {
      system: 'pg-auto-failover',
      guarantees: 'The monitor alone decides.',
      fenced: true,
      lacks: 'pg-auto-failover needs pg_autoctl with its extension.',
    },
    { system: 'muster', guarantees: 'The primary holds a lease at a witness.', fenced: true },
    { system: 'muster-unfenced', guarantees: 'Nobody waits for a lease.', fenced: false },
  ],
  paces: { tuned: { ttl: 6, loop: 1, timeout: 2 } },
  delay: 40,
  versions: { patroni: { postgresql: '15.18', patroni: '3.0.2', etcd: '3.4.23' }, muster: { postgresql: '15.18' } },
  ran: 2,
  troubles: [
    {
      system: 'pg-auto-failover',
      settings: 'tuned',
      fault: 'kill',
      why: 'the monitor did not come to be within 60 s; the logs end:\nwitness-pg_autoctl.log:\n  FATAL no room',
    },
  ],
  outdated: 2,
}

const foreign = `\u001b[2J<img src=x onerror=alert(1)>\u202e`

/** Where what programs say of themselves reaches a text. */
export const hostileComparison: CompareView = {
  ...comparison,
  versions: { patroni: { patroni: foreign } },
  systems: [{ system: 'patroni', guarantees: foreign, fenced: true, lacks: foreign }],
  rows: comparison.rows.map((one) => ({ ...one, system: foreign })),
  troubles: comparison.troubles.map((one) => ({ ...one, why: foreign })),
}
