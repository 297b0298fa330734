import { Worker } from 'node:worker_threads'
import { Failure } from '#diagnostics'

/** As this file runs, from source or from dist, so do the threads. */
const isSource = import.meta.url.endsWith('.ts')

/**
 * Has pieces of work done at the same time, each by a thread of its own.
 * @param entry the file that every thread runs, with the extension of this one: it takes `workerData`, posts one answer
 * and ends
 * @param inputs plain data, one for each thread
 * @param signal ends all threads at once
 * @returns the answers, in the order of the inputs
 * @throws what a thread threw; Failure `failed` where one ended without an answer; the signal's reason. No thread is left
 * behind then.
 */
export async function inThreads(
  entry: URL,
  inputs: readonly unknown[],
  signal?: AbortSignal,
): Promise<readonly unknown[]> {
  signal?.throwIfAborted()
  const execArgv = isSource ? ['--conditions=source'] : []
  const threads = inputs.map((workerData) => new Worker(entry, { workerData, execArgv }))
  const over = new AbortController()
  try {
    const answers = Promise.all(threads.map(answerOf))
    return await (signal ? Promise.race([answers, aborted(signal, over.signal)]) : answers)
  } finally {
    over.abort()
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}

/** The file of a thread that lies beside another: `.ts` in a checkout, `.js` in the package. */
export function threadFile(name: string, beside: string): URL {
  return new URL(`./${name}.${isSource ? 'ts' : 'js'}`, beside)
}

function answerOf(thread: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('messageerror', reject)
    thread.once('error', reject)
    // After an answer this comes too late to change anything.
    thread.once('exit', (code) =>
      reject(new Failure('failed', `A thread ended with code ${code} before it was through. Run the command again.`)),
    )
  })
}

/** Never resolves; rejects once the signal is given, and no longer listens once it is over. */
function aborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over })
  })
}
