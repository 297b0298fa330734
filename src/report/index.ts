/**
 * report: results as text, for people and for other programs; one reporter a file.
 *
 * In: values of the pure rooms. Out: text that ends with a line feed, or a value for `jsonText`. Nothing is computed
 * here beyond what is shown, nothing is printed, and no text of a plan or a step's output leaves as anything but text:
 * it cannot steer a terminal, a page, or a workflow.
 */
export { type DrillLink, drillHtml } from './drill-html.ts'
export { type DrillReport, drillJson, type FlowReport } from './drill-json.ts'
export type { DrillResult } from './drill-result.ts'
export { drillSvg } from './drill-svg.ts'
export { drillText } from './drill-text.ts'
export { eventLine } from './event-line.ts'
export { type ForecastsReport, forecastsJson } from './forecast-json.ts'
export { forecastText } from './forecast-text.ts'
export { jsonText } from './json.ts'
export { labStatusJson, labStatusText, type TargetView } from './lab-status.ts'
export { emptyHtml, pagePolicy } from './page.ts'
export { plain, plainLines } from './plain.ts'
export { problemsGithub } from './problems-github.ts'
export { type ProblemsReport, problemsJson } from './problems-json.ts'
export { problemsJunit } from './problems-junit.ts'
export { problemsMarkdown } from './problems-markdown.ts'
export { problemsSarif } from './problems-sarif.ts'
export { problemsText } from './problems-text.ts'
export type { RunView } from './run-view.ts'
export { type EventReport, type RunEntry, type RunReport, runJson, runsJson } from './runs-json.ts'
export { runsText, runText } from './runs-text.ts'
export type { Style } from './style.ts'
