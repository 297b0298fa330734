/** How a recovery is spoken of to those who notice, decide and accept; everything else follows from the steps. */
export interface Words {
  readonly noticed: { readonly title: string; readonly objective: string; readonly instruction: string }
  readonly declared: { readonly title: string; readonly question: string }
  /** The question of those whose consent it takes besides. */
  readonly approved: string
  readonly accepted: { readonly title: string; readonly question: string }
}

/** The words for a region that is lost. */
export function regionLost(scenario: string, from: string, to: string): Words {
  return {
    noticed: {
      title: `Notice that ${from} is lost`,
      objective: 'The activation criteria hold, seen from outside the lost region',
      instruction: 'The plan has no activation criteria. Say what you have seen that calls for a failover.',
    },
    declared: {
      title: `Declare ${scenario} and go to ${to}`,
      question: `Give up ${from} and serve from ${to}? What was not replicated is lost.`,
    },
    approved: `Do you approve that ${from} is given up and ${to} serves?`,
    accepted: {
      title: `Accept what is lost with ${from}`,
      question: `Do you accept that what ${from} had and ${to} lacks is lost, as it is shown?`,
    },
  }
}
