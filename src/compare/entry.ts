import { relay, takeRole } from '#lab'

// The first file of our own processes of a comparison: `node entry.ts ROLE`, settings over the channel.

takeRole(
  'muster-compare',
  {
    line: async () => relay,
    front: async () => (await import('./front.ts')).front,
    writers: async () => (await import('./writers.ts')).writers,
    witness: async () => (await import('./witness.ts')).witness,
    agent: async () => (await import('./agent.ts')).agent,
    sweeper: async () => (await import('./sweeper.ts')).sweeper,
  },
  // The sweeper is there for the very moment when whoever started them has gone.
  { lasting: ['sweeper'] },
)
