import type { Topic } from '../../rule.ts'
import { backupCostTagsMissing } from './backup-cost-tags-missing.ts'
import { backupThresholdsMissing } from './backup-thresholds-missing.ts'
import { budgetCostUnknown } from './budget-cost-unknown.ts'
import { budgetCurrencyDiffers } from './budget-currency-differs.ts'
import { budgetExceeded } from './budget-exceeded.ts'
import { budgetMissing } from './budget-missing.ts'
import { budgetTagsMissing } from './budget-tags-missing.ts'
import { budgetThresholdsMissing } from './budget-thresholds-missing.ts'
import { coldStandbyPricing } from './cold-standby-pricing.ts'
import { reservedPricingMissing } from './reserved-pricing-missing.ts'
import { spendingReviewOverdue } from './spending-review-overdue.ts'
import { spendingUnreviewed } from './spending-unreviewed.ts'
import { spotForCritical } from './spot-for-critical.ts'
import { tier0CornersCut } from './tier-0-corners-cut.ts'
import { warmStandbyAtFullSize } from './warm-standby-at-full-size.ts'

export const cost: Topic = {
  name: 'cost',
  title: 'Cost and budget',
  rules: [
    budgetMissing,
    budgetExceeded,
    budgetCurrencyDiffers,
    budgetCostUnknown,
    budgetThresholdsMissing,
    budgetTagsMissing,
    backupCostTagsMissing,
    backupThresholdsMissing,
    spendingUnreviewed,
    spendingReviewOverdue,
    reservedPricingMissing,
    spotForCritical,
    tier0CornersCut,
    warmStandbyAtFullSize,
    coldStandbyPricing,
  ],
}
