import { type Evidence, isMadeOf, judgement, verifyEvidence } from '#evidence'
import type { DrillResult, ProofsView } from '#report'
import { type Calibration, calibrationOf, type Forecast } from '#simulation'
import type { Project } from './project.ts'
import { type PlannedDrill, proofsIn } from './proofs.ts'

/** The commands that read what runs have left behind. */
export function evidenceCommands({ cwd, workspace, partsOn }: Project) {
  /** Evidence of earlier drills, newest first; what does not verify is left out, as if it were not there. */
  function pastEvidence(): readonly Evidence[] {
    return workspace.evidenceRuns().flatMap((run) => evidenceValue<Evidence>(run, 'evidence.json') ?? [])
  }

  /** The same, and after each the evidence of its way back, which is a run of its own. */
  function pastRuns(): readonly Evidence[] {
    return workspace
      .evidenceRuns()
      .flatMap((run) =>
        ['evidence.json', 'failback-evidence.json'].flatMap((name) => evidenceValue<Evidence>(run, name) ?? []),
      )
  }

  /** What drills in the lab have shown of every topic. */
  function proofs(): ProofsView {
    const text = new TextDecoder()
    const drills = workspace.evidenceRuns().flatMap((run): readonly PlannedDrill[] => {
      const files = workspace.readEvidence(cwd, workspace.evidencePath(run))
      const plan = files.get('plan.yaml')
      if (plan === undefined || verifyEvidence(files).length > 0) return []
      const runs = ['evidence.json', 'failback-evidence.json'].flatMap((name) => {
        const bytes = files.get(name)
        return bytes ? [JSON.parse(text.decode(bytes)) as Evidence] : []
      })
      return [{ runs, plan: text.decode(plan) }]
    })
    return proofsIn(drills)
  }

  /** The drills that have evidence, newest first, as they are shown. */
  function drills(): readonly DrillResult[] {
    return workspace.evidenceRuns().flatMap((run) => {
      const evidence = evidenceValue<Evidence>(run, 'evidence.json')
      const expected = evidenceValue<Forecast>(run, 'forecast.json')
      const failback = evidenceValue<Evidence>(run, 'failback-evidence.json')
      return evidence && expected ? [shown(run, expected, evidence, failback)] : []
    })
  }

  /** How right forecasts were, over all drills that have evidence; those in the lab on what it is made of here. */
  function calibration(): Calibration {
    return calibrationOf(comparable().reverse())
  }

  /** Drills but those in a lab that was made of other programs than one from here, newest first. */
  function comparable(): DrillResult[] {
    return drills().filter(({ evidence }) => isMadeOf(evidence, partsOn(evidence.target)))
  }

  function shown(run: string, expected: Forecast, evidence: Evidence, failback: Evidence | undefined): DrillResult {
    return {
      run,
      evidence,
      ...(failback ? { failback } : {}),
      forecast: expected,
      evidencePath: workspace.evidencePath(run),
      journalHead: evidence.journalHead,
    }
  }

  function evidenceValue<T>(run: string, name: string): T | undefined {
    const files = workspace.readEvidence(cwd, workspace.evidencePath(run))
    const bytes = verifyEvidence(files).length > 0 ? undefined : files.get(name)
    return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as T)
  }

  /** What is wrong with a directory of evidence, or a run's, and the two hashes to hold against what was printed. */
  function verify(pathOrRun: string): { faults: readonly string[]; head: string; root: string; judgedAgain: boolean } {
    const files = workspace.readEvidence(cwd, pathOrRun)
    const faults = verifyEvidence(files)
    if (faults.length > 0) return { faults, head: '', root: '', judgedAgain: false }
    const value = <T>(name: string): T => JSON.parse(new TextDecoder().decode(files.get(name))) as T
    const evidence = value<Evidence>('evidence.json')
    const { root } = value<{ root: string }>('manifest.json')
    return { faults, head: evidence.journalHead, root, judgedAgain: evidence.judgement === judgement }
  }

  return { pastEvidence, pastRuns, drills, comparable, calibration, proofs, shown, verify }
}
