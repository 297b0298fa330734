import { relay } from '#lab'
import type { Word } from './child.ts'

// The first file of our own processes of a comparison: `node entry.ts ROLE`, settings over the channel.

type Role = (settings: never) => Promise<unknown>

const roles: Readonly<Record<string, () => Promise<Role>>> = {
  line: async () => relay,
  front: async () => (await import('./front.ts')).front,
  writers: async () => (await import('./writers.ts')).writers,
  witness: async () => (await import('./witness.ts')).witness,
  agent: async () => (await import('./agent.ts')).agent,
  sweeper: async () => (await import('./sweeper.ts')).sweeper,
}

const role = process.argv[2] ?? ''
process.title = `muster-compare ${role}`

function say(word: Word): Promise<void> {
  return new Promise((resolve) => (process.send ? process.send(word, () => resolve()) : resolve()))
}

async function begin(settings: never): Promise<void> {
  try {
    const run = await roles[role]?.()
    if (!run) throw new RangeError(`There is no process ${role}. This is a bug in Muster.`)
    await say({ ready: await run(settings) })
  } catch (error) {
    await say({ failed: error instanceof Error ? error.message : String(error) })
    process.exit(1)
  }
}

process.once('message', ({ settings }: { settings: never }) => void begin(settings))

// Whoever started it has gone. The sweeper is there for that very moment.
if (role !== 'sweeper') process.on('disconnect', () => process.exit(0))
