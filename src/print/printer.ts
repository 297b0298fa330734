import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Failure } from '#diagnostics'

/** Sets documents on paper. */
export interface Printer {
  /**
   * The bytes of a PDF.
   * @param paper the document as data, as `paperOf` gives it
   * @throws Failure `failed` where it cannot be set, `unreachable` where there is no typesetter for this machine
   */
  print(paper: object): Promise<Uint8Array>
  close(): Promise<void>
}

/** What a thread answers. */
export type Printed = { readonly pdf: Uint8Array } | { readonly wrong: string; readonly missing: boolean }

/** As this file runs, from source or from dist, so do the threads. */
const isSource = import.meta.url.endsWith('.ts')

interface Waiting {
  readonly paper: string
  readonly done: (pdf: Uint8Array) => void
  readonly failed: (error: unknown) => void
}

/** Opens a printer of as many threads as there are processors, each started when it is first needed. */
export function openPrinter(): Printer {
  const queue: Waiting[] = []
  const idle: Worker[] = []
  const all = new Set<Worker>()

  function next(): void {
    if (queue.length === 0) return
    const worker = idle.pop() ?? (all.size < availableParallelism() ? started() : undefined)
    const waiting = worker && queue.shift()
    if (!worker || !waiting) return
    const ended = (code: number) => {
      all.delete(worker)
      waiting.failed(new Failure('failed', `The typesetter ended with ${code}.`))
      next()
    }
    const broke = (error: unknown) => waiting.failed(error)
    worker.once('exit', ended)
    worker.once('error', broke)
    worker.once('message', (answer: Printed) => {
      worker.off('exit', ended)
      worker.off('error', broke)
      idle.push(worker)
      if ('pdf' in answer) waiting.done(answer.pdf)
      else waiting.failed(failureOf(answer))
      next()
    })
    worker.postMessage(waiting.paper)
  }

  function started(): Worker {
    const file = new URL(`./thread.${isSource ? 'ts' : 'js'}`, import.meta.url)
    const worker = new Worker(file, { execArgv: isSource ? ['--conditions=source'] : [] })
    all.add(worker)
    return worker
  }

  return {
    print: (paper) =>
      new Promise((done, failed) => {
        queue.push({ paper: JSON.stringify(paper), done, failed })
        next()
      }),
    close: async () => {
      await Promise.all([...all].map((worker) => worker.terminate()))
      all.clear()
    },
  }
}

function failureOf({ wrong, missing }: Extract<Printed, { wrong: string }>): Failure {
  return missing
    ? new Failure(
        'unreachable',
        `There is no typesetter for this machine (${wrong}). Any browser prints the same parts from the page: write --format html.`,
      )
    : new Failure('failed', `The document cannot be set on paper: ${wrong}`)
}
