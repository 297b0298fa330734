import type { Problem } from '#diagnostics'
import { beyond, limits } from '../../limits.ts'

/**
 * Evaluations of one import, and members that they make. The largest configurations in use need a tenth of it, and it is
 * spent within a second.
 */
const mostSteps = 2_000_000

/** Evaluations within evaluations: a value that leads to another, and so on. */
const deepest = 1000

/** What one import may still spend, and what it has told. */
export class Budget {
  readonly problems: Problem[] = []
  private steps = 0
  private depth = 0
  private resources = 0
  private readonly told = new Set<string>()
  private readonly numbers = new WeakMap<object, number>()
  private last = 0

  /**
   * Counts what is made or looked at.
   * @throws Failure `usage` where the import grows beyond what is written by people
   */
  spend(steps = 1): void {
    this.steps += steps
    if (this.steps > mostSteps) beyond('The configuration needs more evaluations than any that people write', mostSteps)
  }

  /** Evaluates one level further inside. */
  inside<T>(evaluation: () => T): T {
    this.spend()
    if (++this.depth > deepest) beyond('A value leads through more others than in any configuration', deepest)
    try {
      return evaluation()
    } finally {
      this.depth--
    }
  }

  /** Counts one resource. */
  resource(): void {
    if (++this.resources > limits.resources)
      beyond('The configuration has more resources than anybody deploys', limits.resources)
  }

  /** A loop's turns, where they are within the limit. */
  turns(count: number, what: string): number {
    if (count > limits.turns) beyond(`${what} turns ${count} times`, limits.turns)
    this.spend(count)
    return count
  }

  /** Tells a problem, once for each key. */
  tell(key: string, problem: () => Problem): void {
    if (this.told.has(key)) return
    this.told.add(key)
    this.problems.push(problem())
  }

  /** A number that no other list or object of the import has. */
  numberOf(thing: object): number {
    const there = this.numbers.get(thing)
    if (there !== undefined) return there
    this.numbers.set(thing, ++this.last)
    return this.last
  }
}
