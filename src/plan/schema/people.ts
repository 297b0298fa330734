import { z } from 'zod'
import { date, duration, email, key, name, names, phone, text, texts, timeOfDay, zone } from './text.ts'

export const activation = z.strictObject({
  when: text.describe('The criteria, as an expression over probes'),
  unless: text.optional().describe('What speaks against it'),
  decideWithin: duration.optional().describe('How long the decision may take once the criteria hold'),
  declaredBy: names.min(1).describe('Contacts who have the authority, in order'),
  approvals: z
    .strictObject({
      from: names.min(1),
      atLeast: z.int().min(1).max(20).optional(),
      notTheStarter: z.boolean().optional(),
    })
    .optional()
    .describe('Whose consent it takes besides'),
  lossAcceptedBy: name.optional().describe('The owner of the data, who accepts what will be lost'),
  escalation: z
    .array(z.strictObject({ after: duration, to: name }))
    .optional()
    .describe('Who is called when nobody has decided'),
  checkpoints: texts.optional().describe('Questions to be answered before it is declared'),
  ifUndecided: z.enum(['wait', 'failover']).optional().describe('What happens when the time to decide is over'),
  blip: duration
    .optional()
    .describe('How long the criteria may neither hold nor clear before a person is asked what it is'),
})

export const contact = z.strictObject({
  name: text,
  phone: phone.optional(),
  email: email.optional(),
  chat: text.optional(),
  pager: text
    .optional()
    .describe('Where a call-out is posted, as a web address that may be a secret; or a number for people'),
  deputy: name.optional().describe('Who stands in'),
  external: z.boolean().optional().describe('Whether the contact belongs to another company'),
  zone: zone.optional(),
  hours: z
    .strictObject({ from: timeOfDay, to: timeOfDay })
    .optional()
    .describe('When the contact answers, by its own clock'),
  answersWithin: duration
    .optional()
    .describe('How long it takes at most, in 95 of 100 calls, until the contact has answered'),
  people: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('How many of them can work at the same time; as many as it takes where left out'),
  approvesBy: z
    .array(z.enum(['sign-in', 'phone', 'local-key']))
    .min(1)
    .optional()
    .describe('How this contact can approve; a sign-in needs the identity provider'),
  key: key.optional().describe('The public half of a local key; what it signs needs no sign-in'),
  confirmedOn: date.optional().describe('When these details were last tried'),
})

/** Who may act when the usual approvals cannot be had. */
export const breakGlass = z.strictObject({
  holders: names.min(1).describe('Contacts that have a key'),
  atLeast: z.int().min(1).max(20).describe('How many of them have to sign'),
})

export const communication = z.strictObject({
  audience: text,
  internal: z.boolean().optional().describe('Whether only colleagues read it'),
  owner: name,
  channel: z.enum(['email', 'status-page', 'incident-channel', 'phone', 'console']),
  on: z.array(z.enum(['activated', 'delayed', 'restored', 'failed-back', 'stood-down'])).min(1),
  within: duration.optional().describe('A clock that a regulator or a contract sets'),
  message: text,
  approved: z.strictObject({ by: name, on: date }).optional().describe('Who has approved the wording beforehand'),
})

export const failback = z.strictObject({
  criteria: texts.min(1).describe('What must hold before anybody goes back'),
  decidedBy: names.min(1),
  window: text.optional().describe('When it may be done'),
  lossAllowed: z.literal(false).optional(),
})

export const postRecovery = z.strictObject({
  owner: name,
  cleanUp: texts.optional().describe('Temporary things to take away'),
  reconcile: z
    .array(z.strictObject({ of: name, owner: name, compares: text, takes: duration.optional() }))
    .optional()
    .describe('What the lost side still had: who finds, lists and settles it'),
  rootCauseWithin: duration.optional(),
  debriefWithin: duration.optional(),
  gapsClosedWithin: duration.optional().describe('How soon what a drill has shown is mended in plan and system'),
})

export type Activation = z.output<typeof activation>
export type Contact = z.output<typeof contact>
export type Communication = z.output<typeof communication>
