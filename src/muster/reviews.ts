import { type Document, htmlOf, markdownOf, reviewOf, type Told } from '#document'
import { Failure } from '#diagnostics'
import type { Evidence } from '#evidence'
import { parsePlan } from '#plan'
import { jsonText, runJson, verdictWords } from '#report'
import type { evidenceCommands } from './evidence.ts'
import { wholeDrill } from './names.ts'
import type { Project } from './project.ts'
import { firstOf, type runCommands } from './runs.ts'

/** The command that drafts the review of a run. */
export function reviewCommands(
  { workspace }: Project,
  { show }: Pick<ReturnType<typeof runCommands>, 'show'>,
  { pastRuns }: Pick<ReturnType<typeof evidenceCommands>, 'pastRuns'>,
) {
  /**
   * A draft of the review of a run, open or ended, in three formats.
   * @param day YYYY-MM-DD
   * @throws Failure `usage` where there is no such run, `corrupt` where its journal does not begin with its runbook
   */
  async function review(
    run: string,
    day: string,
  ): Promise<{ readonly document: Document; readonly markdown: string; readonly html: string; readonly json: string }> {
    const view = await show(run)
    const first = firstOf(view.records)
    if (!first) throw new Failure('corrupt', `The journal of ${run} does not begin with its runbook.`)
    const told = new Map(runJson(view).events.map((event) => [event.seq, event]))
    const evidence = pastRuns().find((one) => one.run === run)
    const document = reviewOf({
      run,
      runbook: first.runbook,
      subject: first.subject,
      target: first.target,
      kind: first.kind,
      date: day,
      ...(view.outcome === undefined ? {} : { outcome: view.outcome }),
      ...reasonOf(view.records),
      events: view.records.map((record): Told => {
        const { elapsed = 0, what, took } = told.get(record.seq) ?? {}
        return { record, elapsed, ...(what === undefined ? {} : { what }), ...(took === undefined ? {} : { took }) }
      }),
      ...(evidence === undefined ? {} : { evidence: measured(evidence) }),
      usual: first.usual ?? {},
      ...afterwardsOf(run),
    })
    return {
      document,
      markdown: markdownOf(document),
      html: htmlOf(document),
      json: jsonText({ schemaVersion: 1, run, document }),
    }
  }

  /** What the plan that was run says is done afterwards. */
  function afterwardsOf(run: string): {
    readonly afterwards?: NonNullable<NonNullable<ReturnType<typeof parsePlan>['plan']>['postRecovery']>
  } {
    const text = workspace.kept(wholeDrill(run)).get('plan.yaml')
    const rules = text === undefined ? undefined : parsePlan(text, 'plan.yaml').plan?.postRecovery
    return rules === undefined ? {} : { afterwards: rules }
  }

  return { review }
}

function reasonOf(records: Parameters<typeof firstOf>[0]): { readonly reason?: string } {
  const end = records.findLast((record) => record.type === 'runFinished')
  return end?.type === 'runFinished' && end.data.reason !== undefined ? { reason: end.data.reason } : {}
}

function measured(evidence: Evidence) {
  const { flows, deviations, gaps } = evidence
  return { verdict: verdictWords(evidence), flows, deviations, gaps }
}
