/**
 * offline: what lets a runbook page carry its runbook out by itself, and the journal that it writes.
 *
 * In: nothing. Out: the script of the page as one text, and the functions by which its journals are read and brought
 * together. The script runs in a browser with no server and no network; it computes only from the page and its journal.
 */
export type { Entry, Exported, PageData, StepData, View } from './page/journal.js'
export { imported, inOrder, journalIn, kindOf, readyIn, together, viewOf } from './page/journal.js'
export { offlineScript } from './script.ts'
