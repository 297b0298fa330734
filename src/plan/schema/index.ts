import { z } from 'zod'
import { component, probe, scenario } from './components.ts'
import { flow } from './flows.ts'
import {
  attestation,
  audit,
  budget,
  deployment,
  drill,
  exclusion,
  metadata,
  monitoring,
  security,
  suppression,
  verification,
} from './operations.ts'
import { path } from './path.ts'
import { activation, breakGlass, communication, contact, failback, postRecovery } from './people.ts'
import { recovery } from './recovery.ts'
import { target } from './targets.ts'
import { name, text } from './text.ts'

const region = z.strictObject({
  location: text.describe("The provider's name of the region"),
  jurisdiction: text.optional().describe('Whose law holds there'),
})

/** What one file of a plan may hold besides its head; several files of one plan share these parts. */
const parts = {
  regions: z.record(name, region),
  flows: z.record(name, flow),
  components: z.record(name, component),
  scenarios: z.record(name, scenario),
  probes: z.record(name, probe).optional(),
  activation: z.record(name, activation).optional(),
  contacts: z.record(name, contact).optional(),
  breakGlass: breakGlass
    .optional()
    .describe('Who may go on without the usual approvals, and how many of them it takes'),
  communications: z.record(name, communication).optional(),
  recovery: recovery.optional(),
  failback: failback.optional(),
  verification: z.record(name, verification).optional(),
  postRecovery: postRecovery.optional(),
  drills: z.array(drill).optional(),
  deployment: deployment.optional(),
  monitoring: monitoring.optional(),
  security: security.optional(),
  budget: budget.optional(),
  audits: z.array(audit).optional(),
  targets: z.record(name, target).optional(),
  attestations: z.array(attestation).optional(),
  exclusions: z.array(exclusion).optional(),
  suppressions: z.array(suppression).optional(),
}

const include = z.array(path).optional().describe('Other files of this plan, by their path from this one')

/** A file that a plan includes: some of its parts, and no head. */
export const partSchema = z.strictObject({ include, ...parts }).partial()

/** The plan file, as the YAML core schema reads it; what crosses several fields is left to `checks`. */
export const planSchema = z.strictObject({
  apiVersion: z.literal('muster/v1'),
  kind: z.literal('Plan'),
  metadata,
  include,
  ...parts,
})

/** The keys of an included file, `include` apart. */
export const partKeys: readonly string[] = Object.keys(parts)

/** A disaster-recovery plan: plain, frozen data with units in its types; what it includes has been put into it. */
export type Plan = Omit<z.output<typeof planSchema>, 'include'>
export type { Component, Probe, Scenario, Strategy } from './components.ts'
export type { Flow, Objectives } from './flows.ts'
export type { Drill, Timing } from './operations.ts'
export type { Activation, Communication, Contact } from './people.ts'
export type { AddedStep, Phase, StepCheck } from './recovery.ts'
