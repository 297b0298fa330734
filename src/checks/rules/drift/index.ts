import type { Topic } from '../../rule.ts'
import { driftBackup } from './drift-backup.ts'
import { driftGrace } from './drift-grace.ts'
import { driftNotDeployed } from './drift-not-deployed.ts'
import { driftNotPlanned } from './drift-not-planned.ts'
import { driftParity } from './drift-parity.ts'
import { driftRegion } from './drift-region.ts'
import { driftReplication } from './drift-replication.ts'
import { driftWrites } from './drift-writes.ts'

export const drift: Topic = {
  name: 'drift',
  title: 'The plan held against what is deployed',
  rules: [
    driftNotDeployed,
    driftNotPlanned,
    driftRegion,
    driftReplication,
    driftWrites,
    driftGrace,
    driftBackup,
    driftParity,
  ],
}
