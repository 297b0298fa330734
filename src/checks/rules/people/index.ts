import type { Topic } from '../../rule.ts'
import { activationWithoutDeputy } from './activation-without-deputy.ts'
import { approvalsUnreachable } from './approvals-unreachable.ts'
import { approverNeedsIdentity } from './approver-needs-identity.ts'
import { approverWayUnsaid } from './approver-way-unsaid.ts'
import { contactOneWay } from './contact-one-way.ts'
import { contactOutdated } from './contact-outdated.ts'
import { contactUnconfirmed } from './contact-unconfirmed.ts'
import { deputyCircle } from './deputy-circle.ts'
import { deputyOfOneself } from './deputy-of-oneself.ts'
import { keyPerson } from './key-person.ts'

export const people: Topic = {
  name: 'people',
  title: 'People and approvals',
  rules: [
    activationWithoutDeputy,
    deputyOfOneself,
    deputyCircle,
    contactOneWay,
    contactUnconfirmed,
    contactOutdated,
    keyPerson,
    approverNeedsIdentity,
    approverWayUnsaid,
    approvalsUnreachable,
  ],
}
