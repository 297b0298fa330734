import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { check } from '#checks'
import { Failure } from '#diagnostics'
import { parsePlan, planJsonSchema } from '#plan'
import { type DraftedResult, type StarterResult, jsonText } from '#report'
import { writeFile } from '#workspace'
import type { FoundInventory } from './inventories.ts'
import type { Project } from './project.ts'
import { type Answers, chosen, usual } from './starter/choices.ts'
import { draftedPlan } from './starter/drafted-text.ts'
import { draftOf } from './starter/from-inventory.ts'
import { starterPlan } from './starter/plan-text.ts'

/** The command that writes a first plan. */
export function initCommands({ cwd, workspace }: Project) {
  /**
   * Writes a first plan and the JSON Schema that editors complete and validate it with.
   * @param today YYYY-MM-DD, the day of the plan's sign-off and review
   * @param options.force whether a plan that is there is replaced
   * @throws Failure `usage` where answers do not go together, `refused` where there is a plan already
   */
  function init(
    answers: Answers,
    today: string,
    options: { readonly folder?: string; readonly force: boolean },
  ): StarterResult {
    const folder = resolve(cwd, options.folder ?? '.')
    const path = join(folder, 'muster.yaml')
    const schema = join(workspace.home, 'plan.schema.json')
    const near = relative(folder, schema).replaceAll('\\', '/')
    const choices = chosen(answers, basename(folder))
    const text = starterPlan(choices, near.startsWith('.') ? near.replace(/^\.muster/, './.muster') : near, today)
    const parsed = parsePlan(text, shown(path))
    // What somebody has called their regions or themselves may be no such name: the parser says why.
    const [first] = parsed.problems
    if (first) throw new Failure('usage', `${first.detail} ${first.fix}`)
    const { problems } = check(parsed, { asOf: today })
    writeFile(path, text, options.force)
    writeFile(schema, jsonText(planJsonSchema()), true)
    return {
      plan: shown(path),
      schema: shown(schema),
      name: choices.name,
      strategy: choices.strategy,
      tier: choices.tier,
      notes: problems.filter(({ severity }) => severity === 'note').length,
      ignored: ignoredWell(dirname(workspace.home)),
    }
  }

  /**
   * Writes a first plan from what is deployed, and the schema for editors.
   * @throws Failure `usage` where nothing is in the inventory that a plan could be about, `refused` where there is a plan
   */
  function initFrom(
    found: FoundInventory,
    answers: Answers,
    today: string,
    options: { readonly folder?: string; readonly force: boolean },
  ): DraftedResult {
    const folder = resolve(cwd, options.folder ?? '.')
    const path = join(folder, 'muster.yaml')
    const schema = join(workspace.home, 'plan.schema.json')
    const draft = draftOf(found.inventory)
    if (draft.components.length === 0)
      throw new Failure('usage', 'Nothing was found that a plan could be about: no database, no compute, no routing.')
    const name = answers.name ?? usual.name(basename(folder))
    const near = relative(folder, schema).replaceAll('\\', '/')
    const text = draftedPlan(
      draft,
      name,
      answers.owner ?? usual.owner({ name }),
      near.startsWith('.') ? near.replace(/^\.muster/, './.muster') : near,
      today,
    )
    const parsed = parsePlan(text, shown(path))
    const [first] = parsed.problems
    if (first?.code === 'file-too-large')
      throw new Failure(
        'usage',
        `${draft.components.length} components are more than one plan holds. Give the inputs of one workload at a time, each with a folder of its own.`,
      )
    if (first) throw new Failure('usage', `${first.detail} ${first.fix}`)
    const { problems } = check(parsed, { asOf: today, inventory: found.inventory })
    writeFile(path, text, options.force)
    writeFile(schema, jsonText(planJsonSchema()), true)
    return {
      plan: shown(path),
      schema: shown(schema),
      name,
      regions: draft.regions,
      components: draft.components.map(({ id, type, resources }) => ({
        id,
        type,
        resources: resources.map(({ address }) => address),
      })),
      left: found.inventory.resources.length - draft.components.flatMap(({ resources }) => resources).length,
      problems,
    }
  }

  function shown(path: string): string {
    const near = relative(cwd, path)
    return near === '' || near.startsWith('..') ? path : near
  }

  return { init, initFrom }
}

/** Whether git leaves the state folder alone and keeps the schema in it; undefined where there is no checkout. */
function ignoredWell(root: string): boolean | undefined {
  if (!existsSync(join(root, '.git'))) return undefined
  try {
    const lines = readFileSync(join(root, '.gitignore'), 'utf8')
      .split(/\r?\n/)
      .map((line) => line.trim())
    return (
      lines.some((line) => /^\/?\.muster\/\*$/.test(line)) &&
      lines.some((line) => /^!\/?\.muster\/plan\.schema\.json$/.test(line))
    )
  } catch {
    return false
  }
}
