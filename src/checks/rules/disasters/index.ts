import type { Topic } from '../../rule.ts'
import { blipActivated } from './blip-activated.ts'
import { blipWithoutDeadline } from './blip-without-deadline.ts'
import { disasterNotConsidered } from './disaster-not-considered.ts'
import { exclusionExpired } from './exclusion-expired.ts'
import { faultMisfit } from './fault-misfit.ts'

export const disasters: Topic = {
  name: 'disasters',
  title: 'Disasters that are planned for',
  rules: [disasterNotConsidered, exclusionExpired, blipActivated, blipWithoutDeadline, faultMisfit],
}
