/**
 * document: the runbook written for people.
 *
 * In: a plan, the runbooks that were compiled from it, and what the plan does not say (the day, the commit, what drills
 * have shown, how long steps take). Out: one document as data, and that as Markdown and as a page that needs nothing else.
 * No step is derived here, and no text of a plan becomes anything but text.
 */
export { changesBetween } from './changes.ts'
export { documentOf } from './document.ts'
export type { Expected, Facts, FlowTime, Proven, StepTime } from './facts.ts'
export { htmlOf, type Offline } from './html.ts'
export type { DocumentInput } from './input.ts'
export { markdownOf } from './markdown.ts'
export { paperOf } from './paper.ts'
export { type PageData, pageDataOf, type StepData } from './page-data.ts'
export type { ReviewInput, Told } from './review/input.ts'
export { reviewOf } from './review/review.ts'
export type { Block, Card, Document, Line, Section, Span, Stamp } from './model.ts'
