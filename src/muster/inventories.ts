import { regionPairs } from '#catalog'
import { checkDeployed } from '#checks'
import { byPlace, Failure, nearest, type Problem } from '#diagnostics'
import { openHcl } from '#hcl'
import { importers, type Importer, type Inventory, understand, regionOf, troubled } from '#inventory'
import { inputBeside, inputFiles, inputNames } from '#workspace'
import type { Project } from './project.ts'

/** What a person says beside the files of an inventory. */
export interface Asked {
  /** The region that an input leaves to the day of its deployment. */
  readonly location?: string | undefined
  /** `name=value` for each parameter or variable. */
  readonly set?: readonly string[] | undefined
}

/**
 * An inventory with everything that is wrong with it or unknown. The texts that it was read from are not kept: a line of
 * theirs may hold a secret.
 */
export interface FoundInventory {
  readonly inventory: Inventory
}

/** The commands that read what is deployed. */
export function inventoryCommands({ cwd }: Project) {
  /**
   * Reads what is deployed or declared, and checks it.
   * @throws Failure `usage` for an unknown format, or for files that are not there, cannot be read or are beyond the limits
   */
  async function readInventory(format: string, paths: readonly string[], asked: Asked): Promise<FoundInventory> {
    const importer = importerOf(format)
    assureRegion(asked.location)
    const files = inputFiles(cwd, paths, importer.files, importer.format !== 'terraform')
    const given = {
      location: asked.location,
      values: valuesOf(asked.set ?? []),
      list: (folder: string) => inputNames(cwd, folder),
      // The grammar takes a tenth of a second to load, and one format alone needs it.
      ...(importer.format === 'terraform' && { hcl: await openHcl() }),
      read: (name: string) => (importer.files.some((end) => name.endsWith(end)) ? inputBeside(cwd, name) : undefined),
    }
    const found = understand(importer.read(files, given))
    const passedOver = new Set(files.filter((one) => one.found).map(({ name }) => name))
    const told = found.problems.map((one) => (passedOver.has(one.place.file) ? passed(one) : one))
    const problems = [...told, ...checkDeployed(found).problems].sort(byPlace)
    return { inventory: { ...found, problems } }
  }

  /**
   * Reads files of one or several formats as one inventory.
   * @param sources `FORMAT:PATH` each
   * @throws Failure `usage` as for one, and where a source has no format
   */
  async function readInventories(sources: readonly string[], asked: Asked): Promise<FoundInventory> {
    const paths = new Map<string, string[]>()
    for (const source of sources) {
      const [, format = '', path = ''] = /^([a-z-]+):(.+)$/.exec(source) ?? []
      if (path === '')
        throw new Failure('usage', `“${source}” names no format. Write it as FORMAT:PATH, such as arm:main.json.`)
      paths.set(format, [...(paths.get(format) ?? []), path])
    }
    const all = await Promise.all([...paths].map(([format, own]) => readInventory(format, own, asked)))
    return {
      inventory: {
        resources: all.flatMap(({ inventory }) => inventory.resources),
        objectives: all.flatMap(({ inventory }) => inventory.objectives),
        steps: all.flatMap(({ inventory }) => inventory.steps),
        problems: all.flatMap(({ inventory }) => inventory.problems),
      },
    }
  }

  return { readInventory, readInventories }
}

/** @throws Failure `usage` where there is no such format, with the nearest */
function importerOf(format: string): Importer {
  const found = importers.find((one) => one.format === format)
  if (found) return found
  const names = importers.map((one) => one.format)
  const near = nearest(format, names)
  throw new Failure(
    'usage',
    `There is no format ${format}${near === undefined ? '.' : `; did you mean ${near}?`} Formats: ${names.join(', ')}.`,
  )
}

/** A file that was found in a folder beside others, and is of another format, is no fault. */
function passed(problem: Problem): Problem {
  if (problem.code !== 'input-of-another-format') return problem
  return troubled('input-passed-over', problem.place, `${problem.place.file} is passed over.`)
}

/** @throws Failure `usage` for a word that is no region, with the nearest */
function assureRegion(location: string | undefined): void {
  if (location === undefined || typeof regionOf(location) === 'string') return
  const near = nearest(location.toLowerCase().replaceAll(/[\s_-]+/g, ''), Object.keys(regionPairs))
  throw new Failure(
    'usage',
    `“${location}” is no region of Azure${near === undefined ? '' : `; did you mean ${near}?`}${near === undefined ? '.' : ''}`,
  )
}

function valuesOf(set: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    set.map((one) => {
      const sign = one.indexOf('=')
      if (sign < 1) throw new Failure('usage', `“${one}” gives no value. Write it as name=value.`)
      return [one.slice(0, sign), one.slice(sign + 1)]
    }),
  )
}
