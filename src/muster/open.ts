import { labDown, labStatus, labUp } from '#lab'
import { diffCommands } from './diff/index.ts'
import { drillCommands } from './drills.ts'
import { evidenceCommands } from './evidence.ts'
import { forecastCommands } from './forecasts.ts'
import { initCommands } from './init.ts'
import { planCommands } from './plans.ts'
import { type MusterOptions, openProject } from './project.ts'
import { runCommands } from './runs.ts'

/** Opens Muster on a project. Nothing is written before a command needs it. */
export function openMuster(options: MusterOptions) {
  const project = openProject(options)
  const { opening, workspace } = project
  const evidence = evidenceCommands(project)
  const plans = planCommands(project, evidence.pastRuns)
  const forecasts = forecastCommands(project.lab.name, evidence.pastEvidence)
  const { drill, resume } = drillCommands(project, forecasts, evidence)
  /** The lab by itself, outside a drill. */
  const lab = {
    up: (say: (line: string) => void) => labUp(opening, say),
    down: () => labDown(workspace.home),
    status: () => labStatus(workspace.home),
  }
  return {
    ...plans,
    ...initCommands(project),
    ...diffCommands(project, evidence.pastRuns, forecasts.forecast),
    ...runCommands(project),
    forecast: forecasts.forecast,
    drills: evidence.drills,
    verify: evidence.verify,
    drill,
    resume,
    lab,
  }
}

/** Muster, opened on a project. */
export type Muster = ReturnType<typeof openMuster>
