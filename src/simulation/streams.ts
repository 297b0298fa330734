/**
 * The numbers of a run that no step uses, by what they decide; each has one of its own, so that what one of them is used
 * for leaves the others as they were.
 */
export const streams = {
  /** When in the week the fault comes. */
  fault: 0,
  /** How soon clients come back. */
  clients: 1,
  /** Where simulated values are equal, and whole runs were measured. Beyond all places. */
  learntRecovery: 2 ** 31 - 1,
  learntLoss: 2 ** 31 - 2,
  store: (place: number): number => 2 + 3 * place,
  contact: (place: number): number => 3 + 3 * place,
  probe: (place: number): number => 4 + 3 * place,
} as const
