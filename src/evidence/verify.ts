import { textOf } from '#digest'
import { type JournalRecord, parseJournal, verifyChain } from '#journal'
import { type Runbook, runbookDigest } from '#runbook'
import { failbackPrefix, jsonText, requiredFiles } from './files.ts'
import { judge, judgement } from './judge.ts'
import { manifestName, verifyFiles } from './manifest.ts'
import type { Evidence, Measurements } from './model.ts'

/**
 * Verifies a directory of evidence from its bytes alone: every file is as the manifest has it, and the verdict follows
 * again from runbook, journal and measurements.
 * @param files every file of the directory by name, the manifest among them
 * @returns faults in sentences that begin with a file's name; empty where all holds. What follows from other files is
 * looked at only once the files themselves are as they were written. Never throws.
 */
export function verifyEvidence(files: ReadonlyMap<string, Uint8Array>): readonly string[] {
  const listed = files.get(manifestName)
  if (!listed) return [`${manifestName} is missing, so nothing here can be verified.`]
  const changed = verifyFiles(files, textOf(listed) ?? '')
  if (changed.length > 0) return changed
  const missing = requiredFiles.filter((name) => !files.has(name))
  if (missing.length > 0) return missing.map((name) => `${name} is missing, and the manifest was written without it.`)
  const back = [...files.keys()].some((name) => name.startsWith(failbackPrefix))
  return [...derived(files, ''), ...(back ? derived(files, failbackPrefix, journalOf(files)[0]?.runId) : [])]
}

/** @param follows the run that the journal must name as the one it continues, where it names one */
function derived(files: ReadonlyMap<string, Uint8Array>, prefix: string, follows?: string): readonly string[] {
  const evidence = json<Evidence>(files, `${prefix}evidence.json`)
  const runbook = json<Runbook>(files, `${prefix}runbook.json`)
  const measurements = json<Measurements>(files, `${prefix}measurements.json`)
  const unreadable = [evidence, runbook, measurements].flatMap((file) => ('fault' in file ? [file.fault] : []))
  if ('fault' in evidence || 'fault' in runbook || 'fault' in measurements) return unreadable
  const name = `${prefix}journal.jsonl`
  try {
    const journal = parseJournal(textOf(files.get(name) ?? new Uint8Array()) ?? '\ufffd')
    if (journal.badLine !== undefined) return [`${name} has no canonical record in line ${journal.badLine}.`]
    const faults = pinned(prefix, journal.records, runbook.value, follows)
    const broken = verifyChain(journal.records, evidence.value.journalHead)
    if (broken) faults.push(`${name} does not verify: ${broken.reason}.`)
    if (typeof evidence.value.judgement !== 'number')
      faults.push(`${prefix}evidence.json does not say by which rules it was judged.`)
    // Evidence outlives the rules it was judged by; what an older Muster concluded is not held against today's.
    else if (
      evidence.value.judgement === judgement &&
      jsonText(judge(runbook.value, journal.records, measurements.value)) !== jsonText(evidence.value)
    )
      faults.push(
        `${prefix}evidence.json does not follow from ${prefix}runbook.json, ${name} and ${prefix}measurements.json.`,
      )
    return faults
  } catch {
    return [
      `${prefix}evidence.json cannot be judged again: a file beside it does not have the shape that Muster writes.`,
    ]
  }
}

/** Whether the journal's first record pins this very runbook. */
function pinned(prefix: string, journal: readonly JournalRecord[], runbook: Runbook, follows?: string): string[] {
  const [first] = journal
  if (first?.type !== 'runStarted') return [`${prefix}journal.jsonl does not begin with the start of a run.`]
  const faults: string[] = []
  if (first.data.runbookDigest !== runbookDigest(runbook) || jsonText(first.data.runbook) !== jsonText(runbook))
    faults.push(`${prefix}runbook.json is not the runbook that ${prefix}journal.jsonl was started with.`)
  if (follows !== undefined && first.data.follows !== undefined && first.data.follows !== follows)
    faults.push(`${prefix}journal.jsonl continues another run than the one in journal.jsonl.`)
  return faults
}

function journalOf(files: ReadonlyMap<string, Uint8Array>): readonly JournalRecord[] {
  try {
    return parseJournal(textOf(files.get('journal.jsonl') ?? new Uint8Array()) ?? '').records
  } catch {
    // It is told where the journal itself is looked at.
    return []
  }
}

function json<T>(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
): { readonly value: T } | { readonly fault: string } {
  const bytes = files.get(name)
  if (!bytes) return { fault: `${name} is missing, and the manifest was written without it.` }
  const text = textOf(bytes)
  try {
    const value = JSON.parse(text ?? '') as T
    return jsonText(value) === text ? { value } : { fault: `${name} is not canonical JSON.` }
  } catch {
    return { fault: `${name} is not JSON.` }
  }
}
