import { type MeasuredTopic, validations } from '#catalog'
import type { Evidence } from '#evidence'
import type { Plan } from '#plan'
import { measures, strategiesTouched } from './grades-topics.ts'
import { inspectedIn } from './grades-shown.ts'

/**
 * What a run in the lab shows of a topic, by what was measured and by nobody's word.
 * @param plan the one that the run was compiled from
 * @returns undefined where the run says nothing about the topic, or was not in the lab
 */
export function shownInLab(topic: string, plan: Plan, run: Evidence): boolean | undefined {
  const scenario = Object.hasOwn(plan.scenarios, run.scenario) ? plan.scenarios[run.scenario] : undefined
  if (run.subject !== 'lab' || !scenario) return undefined
  const inspected = inspectedIn(topic, run)
  if (inspected !== undefined || validations[topic]?.proof !== 'drill') return inspected
  // In most drills nothing is restored.
  const restores = scenario.class === 'corruption' || strategiesTouched(plan)(scenario).has('backup-restore')
  if (topic === 'restore-drill' && !restores) return undefined
  const shown = measures[topic as MeasuredTopic].shows({ plan, scenario, run, asOf: run.finishedAt.slice(0, 10) })
  // On the day on which it ended, nothing has lapsed.
  return shown === 'lapsed' ? undefined : shown
}
