/** Words in a line, and what they are. All of it is foreign text, never markup. */
export type Span =
  | string
  | { readonly strong: string }
  /** A command, an identifier, an expression: shown as it is typed. */
  | { readonly code: string }
  /** A telephone number that can be dialled. */
  | { readonly phone: string }
  | { readonly mail: string }
  /** An address that begins with http:// or https://. */
  | { readonly link: string }
  /** Another place of the same document. */
  | { readonly to: string; readonly text: string }

export type Line = readonly Span[]

/** What is to be written down by hand, or typed into the page. */
export interface Field {
  readonly id: string
  readonly label: string
}

/** One step as somebody carries it out. */
export interface Card {
  /** The step's id in the runbook. */
  readonly step: string
  readonly direction: 'failover' | 'failback'
  /** Its number in this document, such as `7`; a fallback is `7b`. */
  readonly number: string
  readonly title: string
  readonly kind: 'action' | 'manual' | 'decision'
  readonly owner: Line
  /** What it is for. */
  readonly objective: string
  /** When it belongs to only some modes of a run, a sentence that says so. */
  readonly only?: string
  /** Numbers of the steps that must be done before. */
  readonly after: readonly string[]
  /** How long it takes, and by when it is over; in seconds from the fault, or from the beginning of a way back. */
  readonly time: CardTime
  /** What is done, in the order in which it is done. */
  readonly does: readonly Line[]
  /** To be copied; one command each. */
  readonly commands: readonly string[]
  /** What is seen when it went well. */
  readonly expect: readonly Line[]
  /** What is done when it did not. */
  readonly otherwise: readonly Line[]
  readonly warnings: readonly Line[]
}

export interface CardTime {
  /** Absent where nobody knows. */
  readonly takes?: { readonly p50: number; readonly p95: number }
  readonly basis: 'measured' | 'declared' | 'catalog' | 'unknown'
  /** Absent where it lies off the usual course, such as a fallback. */
  readonly begins?: number
  readonly ends?: number
  /** Whether the end of the recovery waits for it. */
  readonly critical: boolean
}

/** One bar of the picture of who does what when. */
export interface Bar {
  readonly number: string
  readonly title: string
  readonly owner: string
  readonly begins: number
  readonly ends: number
  readonly critical: boolean
}

export type Block =
  | { readonly is: 'text'; readonly line: Line }
  | { readonly is: 'list'; readonly items: readonly Line[]; readonly ordered?: boolean }
  | { readonly is: 'table'; readonly heads: readonly string[]; readonly rows: ReadonlyArray<readonly Line[]> }
  /** What must not be overlooked. */
  | { readonly is: 'warning'; readonly line: Line }
  /** Words that are sent as they stand. */
  | { readonly is: 'message'; readonly title: string; readonly text: string }
  | { readonly is: 'card'; readonly card: Card }
  | { readonly is: 'bars'; readonly title: string; readonly bars: readonly Bar[] }
  | { readonly is: 'fields'; readonly fields: readonly Field[] }
  /** Questions that are ticked off. */
  | { readonly is: 'checks'; readonly items: ReadonlyArray<{ readonly id: string; readonly line: Line }> }

export interface Section {
  /** Unique in the document; what links lead to. Letters, digits, dots and dashes. */
  readonly id: string
  readonly title: string
  /** Begins on a sheet of its own, to be handed to somebody. */
  readonly sheet?: boolean
  readonly blocks: readonly Block[]
}

/** What stands on every page, so that a sheet by itself still says what it belongs to. */
export interface Stamp {
  readonly plan: string
  /** As the plan's owner numbers it. */
  readonly version?: string
  readonly scenario: string
  readonly commit?: string
  readonly digest: string
  readonly date: string
  /** The drill that has proven it last, or that it needs to be verified. */
  readonly proven: string
  readonly needsVerified: boolean
}

/** A runbook as people read it: the same for Markdown, HTML, PDF and JSON. */
export interface Document {
  readonly schemaVersion: 1
  readonly title: string
  readonly subtitle: string
  readonly stamp: Stamp
  /** Where the live run is seen; printed as a code to be photographed. */
  readonly live?: string
  /** In the order in which they are read; never empty. */
  readonly sections: readonly Section[]
}
