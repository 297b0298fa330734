/** Wakes one who waits. What is rung while nobody waits is heard by the next. */
export interface Bell {
  ring(): void
  /** Resolves with the next ring, or at once where it has rung since the last one was heard. */
  rung(): Promise<void>
}

export function openBell(): Bell {
  let heard = true
  let wake: (() => void) | undefined
  return {
    ring() {
      heard = false
      wake?.()
    },
    async rung() {
      if (heard)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      wake = undefined
      heard = true
    },
  }
}
