import type { Communication } from '#plan'

/** Whether only colleagues read a message; where the plan does not say so, the channel tells. */
export function isInternal({ internal, channel }: Communication): boolean {
  return internal ?? (channel === 'incident-channel' || channel === 'console')
}
