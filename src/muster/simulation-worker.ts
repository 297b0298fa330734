// A thread that simulates some of the runs of a forecast: its share is `workerData`, its answer the part.
import { parentPort, workerData } from 'node:worker_threads'
import { simulatePart } from '#simulation'
import type { Share } from './simulated.ts'

const { input, from, to } = workerData as Share
parentPort?.postMessage(simulatePart(input, from, to))
