import { nearest } from '#diagnostics'
import type { Rule } from '../../rule.ts'

/** More names than these are not listed in a message, and no near one is sought for more faults. */
const listed = 30

export const unknownWorkload: Rule = {
  code: 'unknown-workload',
  severity: 'error',
  title: 'A workload of the portfolio is unknown',
  why: 'What another workload promises counts only where the portfolio has it.',
  fix: 'Correct the name, or add the workload to the portfolio.',
  requirements: ['friction.shared'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [invoices, ledger] }
  invoices:
    type: third-party
    strategy: active-active
    workload: biling # ERROR: "invoices" is provided by workload "biling", which the portfolio does not have.
  ledger:
    type: third-party
    strategy: active-active
    workload: billing
    flow: pay # ERROR: "ledger" is flow "pay" of workload "billing", which has no such flow.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [invoices] }
  invoices: { type: third-party, strategy: active-active, workload: billing, flow: buy }
`,
  check({ components, workloads, at }, report, seen) {
    if (!workloads) return
    const names = [...workloads.keys()]
    let faults = 0
    for (const [id, component] of components) {
      const { workload, flow } = component
      if (workload === undefined) continue
      seen()
      const other = workloads.get(workload)
      if (other && (flow === undefined || Object.hasOwn(other.flows, flow))) continue
      // Guessing a near name takes time by the number of names, so it ends after some faults.
      const guessing = ++faults <= listed
      if (other && flow !== undefined)
        report(
          at(component, 'flow'),
          `"${id}" is flow "${flow}" of workload "${workload}", which has no such flow.`,
          adviceOn(flow, guessing ? Object.keys(other.flows) : []),
        )
      else
        report(
          at(component, 'workload'),
          `"${id}" is provided by workload "${workload}", which the portfolio does not have.`,
          adviceOn(workload, guessing ? names : []),
        )
    }
  },
}

function adviceOn(name: string, names: readonly string[]): string {
  const near = nearest(name, names)
  const shown = names.slice(0, listed).join(', ')
  if (names.length === 0) return 'Correct the name.'
  return `${near ? `Did you mean "${near}"? ` : ''}Known: ${shown}${names.length > listed ? ' and more' : ''}.`
}
