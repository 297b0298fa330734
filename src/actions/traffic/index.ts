/**
 * What leads customers to a region: any manager that speaks Muster's few verbs over HTTP with a bearer token.
 * `POST /hold`, `/release`, `/fence`, `/unfence` and `/route` take `{key, run, epoch, region?}` and `/share`
 * `{key, run, epoch, regions: [..]}`; they answer a repeated key as the first time, and refuse with 409 an epoch older than one that the run has shown. `GET /status` answers
 * `{routed, fenced, endpoints: [{region, answers?}]}`, see `TrafficSeen`.
 */
export { fence, hold, release, route, share, unfence } from './commands.ts'
export { enough } from './enough.ts'
export { type TrafficSeen, trafficSeen } from './status.ts'
