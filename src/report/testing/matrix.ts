import type { MatrixRow, MatrixView } from '../matrix.ts'
import { hostile } from './samples.ts'

const drills = (count: number): MatrixRow['drills'] =>
  Array.from({ length: count }, (_, day) => ({
    run: `drill-2026112${day}-100000-abcd`,
    verdict: 'met-technically',
    journalHead: String(day).repeat(64),
  }))

const kept: MatrixRow = {
  strategy: 'hot-standby',
  disaster: 'region-lost',
  runs: 3,
  drills: drills(3),
  broken: 0,
  rto: { measured: [1.912, 1.95, 2.31], median: 1.95, worst: 2.31, forecast: { p5: 1.6, p50: 1.9, p95: 2.6 } },
  rpo: { measured: [0.041, 0.062, 0.044], median: 0.044, worst: 0.062, forecast: { p50: 0.06, p95: 0.25 } },
  met: true,
  tiers: { 0: true, 1: true, 2: true, 3: true },
  expected: [0, 1, 2, 3],
  failback: { runs: 3, failed: 0, lost: 0, unsettled: 0, uncounted: 0, missing: 0, median: 0.31 },
  failed: 0,
  misses: [],
  throughput: { before: 271.4, after: 268.9 },
  steps: [
    { step: 'detect.region-lost', median: 1.1 },
    { step: 'promote.orders-db@west', median: 0.41 },
  ],
}

/** Two strategies against three disasters: kept, missed, and several that are not there. */
export const matrix: MatrixView = {
  strategies: ['active-active-overprovisioned', 'hot-standby', 'backup-restore'],
  disasters: ['region-lost', 'line-cut', 'blip'],
  rows: [
    kept,
    {
      ...kept,
      strategy: 'backup-restore',
      runs: 2,
      drills: drills(2),
      broken: 1,
      rto: { measured: [14.25], forecast: { p50: 9, p95: 22 } },
      rpo: { measured: [1.2, 1.9], median: 1.55, worst: 1.9 },
      met: false,
      tiers: { 0: false, 1: false, 2: true, 3: false },
      expected: [3],
      failed: 1,
      misses: [
        { tier: 0, flow: 'pay', of: 'rto', runs: 2, target: 3 },
        { tier: 1, flow: 'browse', of: 'rto', runs: 2, target: 10 },
        { tier: 3, flow: 'report', of: 'rto', runs: 1, target: 120 },
      ],
      steps: [],
    },
    {
      ...kept,
      disaster: 'blip',
      runs: 1,
      drills: drills(1),
      rto: { measured: [0], median: 0, worst: 0, forecast: { p50: 0, p95: 0 } },
      rpo: { measured: [0], median: 0, worst: 0 },
      met: false,
      tiers: { 0: true, 1: true, 2: true, 3: false },
      misses: [{ tier: 3, flow: 'report', of: 'rpo', runs: 1, worst: 75.25, target: 60 }],
    },
  ],
  missing: [{ strategy: 'hot-standby', disaster: 'line-cut' }],
  unsupported: [
    { strategy: 'backup-restore', disaster: 'line-cut', reason: 'Nothing restores the flow "pay" but people.' },
  ],
  troubles: [
    { strategy: 'hot-standby', disaster: 'line-cut', why: 'The lab did not start: port 24100 is taken.' },
    {
      strategy: 'backup-restore',
      disaster: 'region-lost',
      why: 'The target that this run was rehearsed on is gone.',
      run: 'drill-20261121-100000-abcd',
      earlier: true,
    },
  ],
  outdated: 2,
  prices: [
    { strategy: 'hot-standby', throughput: 271.4, relative: 1, footprint: { instances: 6, servers: 2, vaults: 0 } },
    { strategy: 'backup-restore', footprint: { instances: 3, servers: 1, vaults: 1 } },
  ],
  comparedWith: 'hot-standby',
}

/** The same with foreign texts that try to steer what shows them. */
export const hostileMatrix: MatrixView = {
  ...matrix,
  strategies: [hostile],
  disasters: [hostile],
  rows: [{ ...kept, strategy: hostile, disaster: hostile, met: false, misses: [] }],
  unsupported: [{ strategy: hostile, disaster: hostile, reason: hostile }],
  troubles: [{ strategy: hostile, disaster: hostile, why: hostile }],
}
