/** What tests outside the room look at besides what its door gives. */
export { backoff, stepKey } from '../attempt.ts'
export { bootId } from '../clock.ts'
export { networkOf, stepNamed } from '../network.ts'
export { boundTo, decidersNow } from '../people.ts'
export { answered } from '../signals.ts'
