import { labDown, labStatus, labUp } from '#lab'
import { compareCommands } from './compare.ts'
import { diffCommands } from './diff/index.ts'
import { declareCommands } from './declare.ts'
import { documentCommands } from './documents.ts'
import { drillCommands } from './drills.ts'
import { evidenceCommands } from './evidence.ts'
import { eventCommands } from './events.ts'
import { failoverCommands } from './failovers.ts'
import { forecastCommands } from './forecasts.ts'
import { initCommands } from './init.ts'
import { inventoryCommands } from './inventories.ts'
import { keyCommands } from './keys.ts'
import { matrixCommands } from './matrix.ts'
import { mergeCommands } from './merge.ts'
import { mergePagesCommands } from './merge-pages.ts'
import { planCommands } from './plans.ts'
import { type MusterOptions, openProject } from './project.ts'
import { reachCommands } from './reach.ts'
import { reviewCommands } from './reviews.ts'
import { runCommands } from './runs.ts'
import { yearsCommands } from './years.ts'

/** Opens Muster on a project. Nothing is written before a command needs it. */
export function openMuster(options: MusterOptions) {
  const project = openProject(options)
  const { opening, workspace } = project
  const evidence = evidenceCommands(project)
  const plans = planCommands(project, evidence.pastRuns)
  const forecasts = forecastCommands(project.lab.name, evidence.pastEvidence, project.partsOn)
  const { drill, resume, isDrill } = drillCommands(project, forecasts, evidence)
  const runs = runCommands(project)
  const events = eventCommands(project, forecasts, isDrill, evidence)
  /** The lab by itself, outside a drill. */
  const lab = {
    up: (say: (line: string) => void) => labUp(opening, say, project.parts),
    down: () => labDown(workspace.home),
    status: () => labStatus(workspace.home),
  }
  return {
    ...plans,
    ...initCommands(project),
    ...inventoryCommands(project),
    ...diffCommands(project, evidence.pastRuns, forecasts.forecast),
    ...runs,
    ...failoverCommands(project, forecasts, events, runs, isDrill),
    ...declareCommands(project, forecasts, events, runs, isDrill),
    ...documentCommands(project, forecasts, evidence.pastEvidence),
    ...matrixCommands(project, evidence, { drill, isDrill }),
    ...compareCommands(project),
    ...mergeCommands(project),
    ...mergePagesCommands(project),
    ...reviewCommands(project, runs, evidence),
    ...keyCommands(project.cwd),
    ...reachCommands(evidence.pastEvidence, project.partsOn),
    ...yearsCommands(project, forecasts, evidence.pastEvidence),
    forecast: forecasts.forecast,
    estimatesOf: forecasts.estimatesOf,
    drills: evidence.drills,
    calibration: evidence.calibration,
    proofs: evidence.proofs,
    verify: evidence.verify,
    drill,
    isDrill,
    resumeDrill: resume,
    resumeEvent: events.resumeEvent,
    lab,
  }
}

/** Muster, opened on a project. */
export type Muster = ReturnType<typeof openMuster>
