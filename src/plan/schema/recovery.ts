import { z } from 'zod'
import { duration, label, name, names, text } from './text.ts'

export const phase = z.enum([
  'detect',
  'decide',
  'contain',
  'fence',
  'recover',
  'verify',
  'route',
  'reconcile',
  're-protect',
  'review',
])

export const mode = z.enum(['test', 'planned', 'forced'])

const action = z.strictObject({
  use: text,
  with: z.record(label, z.union([z.string(), z.number(), z.boolean()])),
})

/** An action that only looks. */
const check = z.strictObject({ title: text.optional(), action })

export const addedStep = z.strictObject({
  title: text,
  objective: text.optional(),
  phase: phase,
  owner: name,
  region: name.optional(),
  needs: z.array(text).optional(),
  before: z.array(text).optional(),
  manual: text.optional(),
  action: action.optional(),
  runbook: name.optional().describe('A scenario of class region, all of whose steps are done here'),
  expected: duration.optional().describe('How long it usually takes; measured times replace it'),
  expectedP95: duration.optional().describe('How long it takes at most in 95 of 100 cases; no spread where left out'),
  timeout: duration.optional(),
  attempts: z.int().min(1).max(1000).optional().describe('How often it is tried in all'),
  requires: names.optional().describe('Capabilities that must be alive for it'),
  irreversible: z.boolean().optional(),
  essential: z.boolean().optional().describe('Whether the recovery fails when the step does; it does where left out'),
  modes: z
    .array(mode)
    .min(1)
    .optional()
    .describe(
      'In which runs it takes part: a rehearsal apart, a planned switch, a region taken as lost; in all of them',
    ),
  checks: z
    .strictObject({ before: z.array(check).optional(), after: z.array(check).optional() })
    .optional()
    .describe('What must hold just before the act and just after it; actions that change nothing'),
  undo: z
    .strictObject({ title: text.optional(), manual: text.optional(), action: action.optional() })
    .optional()
    .describe('How it is taken back'),
  insteadOf: text
    .optional()
    .describe('The step that it stands in for, once that one has failed for good or was declined'),
})

const addedSteps = z.record(name, addedStep)

const limits = z.strictObject({
  atOnce: z.int().min(1).max(1000).optional().describe('How many actions may be under way at the same time'),
  components: z.int().min(1).max(100_000).optional().describe('How many components one run may change'),
  regionsOn: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('How many other regions must answer before one is cut off from traffic; 0 asks none'),
})

/** What the plan adds to the compiled steps, and what holds for all of them. */
export const recovery = z.strictObject({
  failover: addedSteps.optional(),
  failback: addedSteps.optional(),
  limits: limits.optional(),
  waves: z
    .array(names.min(1))
    .optional()
    .describe('Components that are recovered and verified before those of the next list begin'),
})

export type AddedStep = z.output<typeof addedStep>
export type Phase = z.output<typeof phase>
export type StepCheck = z.output<typeof check>
