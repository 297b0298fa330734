/**
 * workspace: where things lie on disk: the plan that a command means, the state folder, the store, kept texts and evidence.
 *
 * In: a working directory and names. Out: texts. This room knows paths and nothing of what the texts mean; what it
 * writes appears whole or not at all.
 */
export { filesOf, type Included } from './included.ts'
export { inputBeside, type InputFile, inputFiles, inputNames } from './inputs.ts'
export { writeFile } from './new-file.ts'
export { findPlan, type PlanFile, plansIn, readPlan } from './plan-file.ts'
export { commitOf, filesAt, type Revision, revisionOf } from './revision.ts'
export { type Kept, openWorkspace, type Workspace } from './state.ts'
