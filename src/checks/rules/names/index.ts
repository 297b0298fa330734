import type { Topic } from '../../rule.ts'
import { regionsInOnePlace } from './regions-in-one-place.ts'
import { componentRetired } from './component-retired.ts'
import { componentUnneeded } from './component-unneeded.ts'
import { dependencyCycle } from './dependency-cycle.ts'
import { regionUnused } from './region-unused.ts'
import { scenarioHitsNothing } from './scenario-hits-nothing.ts'
import { scenarioTakesNothing } from './scenario-takes-nothing.ts'
import { secretInPlan } from './secret-in-plan.ts'
import { unknownComponentType } from './unknown-component-type.ts'
import { unknownReference } from './unknown-reference.ts'
import { unknownStep } from './unknown-step.ts'
import { unknownWorkload } from './unknown-workload.ts'
import { unusedProbe } from './unused-probe.ts'
import { workloadCycle } from './workload-cycle.ts'

export const names: Topic = {
  name: 'names',
  title: 'Names and references',
  rules: [
    unknownReference,
    unknownStep,
    unknownComponentType,
    dependencyCycle,
    scenarioTakesNothing,
    unknownWorkload,
    workloadCycle,
    unusedProbe,
    scenarioHitsNothing,
    regionUnused,
    regionsInOnePlace,
    componentRetired,
    componentUnneeded,
    secretInPlan,
  ],
}
