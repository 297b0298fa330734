/**
 * muster: the composition, the only room that wires the others together.
 *
 * In: a working directory and an environment. Out: one method for each command of the product, its stages in the order
 * in which a plan lives: read, check, compile, forecast, rehearse, judge, write down. It decides nothing that a room
 * below decides.
 */
export type { Problem } from '#diagnostics'
export type { Evidence } from '#evidence'
export type { JournalRecord } from '#journal'
export type { Plan } from '#plan'
export type { DrillResult, RunView } from '#report'
export type { Runbook } from '#runbook'
export type { Forecast } from '#simulation'
export { openPrinter } from '#print'
export { comparable } from './compare.ts'
export type { Choice, Declared } from './declare.ts'
export type { DocumentFormat } from './document-facts.ts'
export type { DryRun, DryStep } from './dry-run.ts'
export type { Carried } from './events.ts'
export type { Course, Sound } from './failovers.ts'
export type { Merged } from './merge.ts'
export type { MergedPages } from './merge-pages.ts'
export { type Muster, openMuster } from './open.ts'
export type { FoundPlan, Looked } from './plans.ts'
export type { MusterOptions } from './project.ts'
export type { Answer, Asking, View } from './runs.ts'
export { type Answers, starterTypes, usual } from './starter/choices.ts'
export { explain, topicLists, topicNames } from './topics/index.ts'
export type { Watcher } from './watcher.ts'
