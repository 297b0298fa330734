import type { Place } from '#diagnostics'
import type { Given } from '../../importer.ts'
import { limits } from '../../limits.ts'
import { troubled } from '../../trouble.ts'
import { Unknown, type Value } from '../../value.ts'
import type { Budget } from './budget.ts'
import type { Configuration } from './configuration.ts'

/** What every use of a module in one import shares. */
export class Shared {
  readonly budget: Budget
  readonly given: Given
  /** What the files of a folder declare; undefined where there are none. */
  readonly load: (folder: string) => Configuration | undefined
  private readonly known = new Map<string, Value>()
  /** What is being evaluated, the outermost first. */
  private readonly open = new Map<string, string>()

  constructor(budget: Budget, given: Given, load: (folder: string) => Configuration | undefined) {
    this.budget = budget
    this.given = given
    this.load = load
  }

  /**
   * A value that is evaluated when it is first asked for, and once.
   * @param key its full name, which is told where it refers to itself
   */
  lazily(key: string, place: Place, evaluation: () => Value): Value {
    const known = this.known.get(key)
    if (known !== undefined) return known
    if (this.open.has(key)) return this.circular(key, place)
    this.open.set(key, key)
    try {
      const value = this.budget.inside(evaluation)
      this.known.set(key, value)
      return value
    } finally {
      this.open.delete(key)
    }
  }

  private circular(key: string, place: Place): Unknown {
    const all = [...this.open.keys()]
    const circle = [...all.slice(all.indexOf(key)), key]
    const shown = circle.length > 6 ? [...circle.slice(0, 5), '…', key] : circle
    this.budget.tell(`circle ${circle.toSorted().join(' ')}`, () =>
      troubled('variable-circular', place, `${key} refers to itself: ${shown.join(' → ')}.`),
    )
    return new Unknown(`${key} refers to itself`, `{${key}}`)
  }
}

/** How deep modules may lie in modules. */
export const deepestModule = limits.nested
