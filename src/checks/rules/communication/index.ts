import type { Topic } from '../../rule.ts'
import { communicationPlaceholders } from './communication-placeholders.ts'
import { messageChannelMissing } from './message-channel-missing.ts'
import { messageMomentMissing } from './message-moment-missing.ts'
import { messageNotApproved } from './message-not-approved.ts'
import { messageOwnerAlone } from './message-owner-alone.ts'
import { messagePromises } from './message-promises.ts'
import { notificationClockMissed } from './notification-clock-missed.ts'
import { notificationMissing } from './notification-missing.ts'

export const communication: Topic = {
  name: 'communication',
  title: 'Messages',
  rules: [
    communicationPlaceholders,
    notificationMissing,
    messageChannelMissing,
    messageMomentMissing,
    messageNotApproved,
    messagePromises,
    notificationClockMissed,
    messageOwnerAlone,
  ],
}
