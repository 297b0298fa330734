// A thread of the tests: does what it is told.
import { parentPort, workerData } from 'node:worker_threads'

const { act, value } = workerData as { act: 'answer' | 'throw' | 'end' | 'hang'; value?: number }

if (act === 'answer') parentPort?.postMessage((value ?? 0) * 2)
if (act === 'throw') throw new RangeError('It has broken.')
if (act === 'end') process.exit(7)
// A loop that nothing but an end from outside stops, as a long simulation is.
if (act === 'hang') for (let turn = 0; turn < Number.POSITIVE_INFINITY; turn += 1e-300);
