/** What is used of papaparse; its published types bring those of Node, which a pure room must not see. */
declare module 'papaparse' {
  interface Row {
    readonly data: readonly string[]
    readonly errors: ReadonlyArray<{ readonly message: string }>
    /** The offset at which the row ends. */
    readonly meta: { readonly cursor: number }
  }
  const Papa: {
    readonly parse: (
      text: string,
      options: { readonly delimiter: string; readonly step: (row: Row, parser: { abort(): void }) => void },
    ) => void
  }
  export default Papa
}
