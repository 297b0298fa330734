import type { Topic } from '../../rule.ts'
import { auditOverdue } from './audit-overdue.ts'
import { backupAuditMissing } from './backup-audit-missing.ts'
import { backupChargedLonger } from './backup-charged-longer.ts'
import { backupControlMissing } from './backup-control-missing.ts'
import { backupGoneTooSoon } from './backup-gone-too-soon.ts'
import { backupImmutabilityMissing } from './backup-immutability-missing.ts'
import { backupNotImmutable } from './backup-not-immutable.ts'
import { backupPlaceMissing } from './backup-place-missing.ts'
import { backupProofMissing } from './backup-proof-missing.ts'
import { backupProofOutdated } from './backup-proof-outdated.ts'
import { backupReductionMissing } from './backup-reduction-missing.ts'
import { backupRetentionMissing } from './backup-retention-missing.ts'
import { backupSameControl } from './backup-same-control.ts'
import { backupSameFailureDomain } from './backup-same-failure-domain.ts'
import { backupServiceMissing } from './backup-service-missing.ts'
import { backupStorageTier } from './backup-storage-tier.ts'
import { backupTieringIdle } from './backup-tiering-idle.ts'
import { backupTieringMissing } from './backup-tiering-missing.ts'
import { backupUnproven } from './backup-unproven.ts'
import { corruptionWithoutBackup } from './corruption-without-backup.ts'
import { dataUnprotected } from './data-unprotected.ts'
import { noBackup } from './no-backup.ts'
import { rehydrationExceedsRto } from './rehydration-exceeds-rto.ts'
import { requirementsAuditMissing } from './requirements-audit-missing.ts'
import { restoreContactsMissing } from './restore-contacts-missing.ts'
import { restoreDrillMissing } from './restore-drill-missing.ts'
import { restoreDrillRare } from './restore-drill-rare.ts'
import { restoreDrillWithoutEnvironment } from './restore-drill-without-environment.ts'
import { restoreExceedsRto } from './restore-exceeds-rto.ts'
import { restoreStepsMissing } from './restore-steps-missing.ts'
import { restoreTargetMissing } from './restore-target-missing.ts'
import { restoreTimeMissing } from './restore-time-missing.ts'
import { restoreWithoutBackup } from './restore-without-backup.ts'
import { retentionAgainstLaw } from './retention-against-law.ts'
import { retentionRuleMissing } from './retention-rule-missing.ts'
import { rpoBackupInterval } from './rpo-backup-interval.ts'

export const backups: Topic = {
  name: 'backups',
  title: 'Backups and restores',
  rules: [
    noBackup,
    corruptionWithoutBackup,
    dataUnprotected,
    restoreWithoutBackup,
    rpoBackupInterval,
    backupServiceMissing,
    backupSameFailureDomain,
    backupPlaceMissing,
    backupRetentionMissing,
    backupGoneTooSoon,
    backupSameControl,
    backupControlMissing,
    backupNotImmutable,
    backupImmutabilityMissing,
    backupStorageTier,
    backupTieringMissing,
    backupTieringIdle,
    backupChargedLonger,
    backupReductionMissing,
    rehydrationExceedsRto,
    restoreStepsMissing,
    restoreTargetMissing,
    restoreContactsMissing,
    restoreTimeMissing,
    restoreExceedsRto,
    backupUnproven,
    backupProofMissing,
    backupProofOutdated,
    restoreDrillMissing,
    restoreDrillRare,
    restoreDrillWithoutEnvironment,
    retentionRuleMissing,
    retentionAgainstLaw,
    backupAuditMissing,
    auditOverdue,
    requirementsAuditMissing,
  ],
}
