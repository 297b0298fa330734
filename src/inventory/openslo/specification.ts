const slo = ['description', 'service', 'timeWindow', 'budgetingMethod', 'objectives', 'alertPolicies']

const alike = {
  Service: ['description'],
  SLI: ['description', 'thresholdMetric', 'ratioMetric'],
  AlertPolicy: [
    'description',
    'alertWhenNoData',
    'alertWhenResolved',
    'alertWhenBreaching',
    'conditions',
    'notificationTargets',
  ],
  AlertCondition: ['description', 'severity', 'condition'],
  AlertNotificationTarget: ['description', 'target'],
  DataSource: ['description', 'type', 'connectionDetails'],
}

/**
 * Fields below `spec` that each version of OpenSLO has, by kind.
 * Source: the specification, its draft of v2alpha and what its own library in Go takes beside them
 * (github.com/OpenSLO/OpenSLO and go-sdk), read on 2026-11-30.
 */
export const versions: ReadonlyMap<string, Readonly<Record<string, readonly string[]>>> = new Map(
  Object.entries({
    'openslo/v1alpha': {
      Service: ['description'],
      SLO: ['description', 'service', 'indicator', 'timeWindows', 'budgetingMethod', 'objectives'],
    },
    'openslo/v1': { ...alike, SLO: [...slo, 'indicator', 'indicatorRef'] },
    'openslo.com/v2alpha': { ...alike, SLO: [...slo, 'serviceRef', 'sli', 'sliRef'] },
  }),
)

/** Fields at the top of every object. */
export const outerFields: readonly string[] = ['apiVersion', 'kind', 'metadata', 'spec']
