import type { Rule, Topic } from './rule.ts'
import { activation } from './rules/activation/index.ts'
import { backups } from './rules/backups/index.ts'
import { capacity } from './rules/capacity/index.ts'
import { classification } from './rules/classification/index.ts'
import { communication } from './rules/communication/index.ts'
import { cost } from './rules/cost/index.ts'
import { deployment } from './rules/deployment/index.ts'
import { drift } from './rules/drift/index.ts'
import { disasters } from './rules/disasters/index.ts'
import { names } from './rules/names/index.ts'
import { people } from './rules/people/index.ts'
import { proof } from './rules/proof/index.ts'
import { readiness } from './rules/readiness/index.ts'
import { recovery } from './rules/recovery/index.ts'
import { replication } from './rules/replication/index.ts'
import { responsibility } from './rules/responsibility/index.ts'
import { security } from './rules/security/index.ts'
import { traffic } from './rules/traffic/index.ts'

/** Every topic, in the order in which they are documented. */
export const topics: readonly Topic[] = [
  names,
  classification,
  disasters,
  traffic,
  replication,
  capacity,
  deployment,
  security,
  readiness,
  responsibility,
  backups,
  cost,
  activation,
  people,
  communication,
  recovery,
  proof,
  drift,
]

/** Every rule, topic by topic. */
export const rules: readonly Rule[] = topics.flatMap((topic) => topic.rules)
