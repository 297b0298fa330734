import { z } from 'zod'
import { beat, name, text, texts } from './text.ts'

/** An HTTP address that takes orders, and the bearer token that opens it. */
const controlled = z.strictObject({ url: text, token: text })

const reached = z.strictObject({
  url: text,
  manage: controlled.optional().describe('Where it is rebuilt, stopped and started; a person does that where left out'),
  identity: z
    .strictObject({
      system: text.optional().describe('The system identifier of a PostgreSQL server and its copies'),
      database: text.optional(),
      environment: text.optional().describe('What the server itself has as its setting muster.environment'),
    })
    .optional()
    .describe('Who must answer there; asserted before it is acted on'),
})

const heartbeat = z.strictObject({
  write: text
    .optional()
    .describe(
      'Where the workload writes: a PostgreSQL address, or an HTTP address that takes each marker; the store in the region that traffic goes to where left out',
    ),
  token: text.optional().describe('The bearer token that opens the HTTP addresses'),
  read: z
    .record(name, text)
    .optional()
    .describe('By region, where the markers are read back past the traffic manager; the store itself where left out'),
  every: beat.optional().describe('How often a marker is written, which is how exact a loss is known; 1s'),
  timeout: beat.optional().describe('After this long a marker counts as not acknowledged; 2s'),
  mayCreate: z
    .boolean()
    .optional()
    .describe('Whether Muster may create its own table muster_heartbeat in a PostgreSQL store that lacks it'),
})

const asked = z.strictObject({
  http: text.describe('What a customer would ask for; any answer from 200 to 299 is a success'),
  token: text.optional().describe('The bearer token that opens it'),
  every: beat.optional().describe('How often it is asked, which is how exact a recovery time is known; 1s'),
  timeout: beat.optional().describe('After this long a customer counts as not served; 2s'),
})

const isolated = z.strictObject({
  setUp: controlled.optional().describe('Makes the copies before a test; they are there already where left out'),
  takeDown: controlled.describe('Removes all that a test has started; asked again until it says that it is done'),
})

/** How a real system is reached; addresses and tokens may refer to secrets, as in `${secret:env:NAME}`. */
export const target = z.strictObject({
  subject: z.enum(['nonprod', 'prod']).optional().describe('Whose recovery is run; without it nothing real is'),
  environment: text.optional(),
  components: z.record(name, z.record(name, reached)),
  traffic: controlled.optional().describe('What holds, fences and routes traffic'),
  mayReach: texts
    .optional()
    .describe('IP addresses that may be connected to although they are link-local or answer with credentials'),
  heartbeats: z
    .record(name, heartbeat)
    .optional()
    .describe('By store: how markers are written during a run, so that a loss is measured'),
  flows: z
    .record(name, asked)
    .optional()
    .describe('By flow: what is asked from outside during a run, so that a recovery time is measured'),
  isolated: isolated
    .optional()
    .describe('Said of copies that no customer reaches and that reach nothing else: recovery is tried there apart'),
})
