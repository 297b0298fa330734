/**
 * print: documents on paper.
 *
 * In: documents as data for a typesetter. Out: the bytes of a PDF each, tagged, with an outline and contents, the same for
 * the same document. It needs no browser, no network and nothing that is installed besides; several are set at a time.
 */
export { openPrinter, type Printer } from './printer.ts'
export { lettersOfMachine, lettersWithoutFont } from './letters.ts'
