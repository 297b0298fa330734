import type { Place, Problem } from '#diagnostics'

/** What the parser says of one kind of mistake, whatever the plan. */
export interface Trouble {
  readonly title: string
  readonly why: string
  readonly fix: string
}

const readable = 'Whoever reads the plan in an outage must see each value where it stands.'

/** Every code that `parsePlan` may give; a code's meaning never changes. */
export const troubles = {
  'empty-file': {
    title: 'The file is empty',
    why: 'Without a plan there is nothing to check, rehearse or run.',
    fix: 'Begin with these two lines:\n\n    apiVersion: muster/v1\n    kind: Plan',
  },
  'not-a-plan': {
    title: 'The file is no recovery plan',
    why: 'A plan is a map that says so in its first two keys; nothing else in this file was looked at.',
    fix: 'Name another file, or begin the plan with these two lines:\n\n    apiVersion: muster/v1\n    kind: Plan',
  },
  'file-too-large': {
    title: 'The file is too large for a plan',
    why: 'A plan is read by people, and a text of this size would hold up everything that reads it.',
    fix: 'Keep the plan under 1 MB and 60000 words and marks; split it by system, one plan each.',
  },
  'plan-too-large': {
    title: 'The files together are too large for a plan',
    why: 'The files of a plan are read as one text, and it has the limits of one.',
    fix: 'Keep all files together under 1 MB and 60000 words and marks; split the plan by system, one plan each.',
  },
  'path-absolute': {
    title: 'A path is not relative',
    why: 'Such a path means something else on every machine, or a file that does not belong to the plan.',
    fix: 'Write the path from the file it stands in, with slashes, such as parts/contacts.yaml.',
  },
  'path-not-plain': {
    title: 'A path is not plain',
    why: 'What a path means must not depend on the system that reads it.',
    fix: 'Write folders and file with letters, digits, hyphens and single dots, joined by slashes, ending in .yaml.',
  },
  'path-outside': {
    title: 'A path leaves the project',
    why: 'A plan is reviewed with its project; what lies outside can change without anybody seeing it.',
    fix: 'Move the file into the project, below the root of its checkout.',
  },
  'file-missing': {
    title: 'There is no such file',
    why: 'What it was to say would be missing in the recovery.',
    fix: 'Correct the path, which counts from the file it stands in, or add the file.',
  },
  'file-not-regular': {
    title: 'The path leads to no ordinary file',
    why: 'Folders, devices and pipes give no text that stays the same.',
    fix: 'Name a file. Patterns and folders are not followed; name every file.',
  },
  'file-unreadable': {
    title: 'A file cannot be read',
    why: 'What it was to say would be missing in the recovery.',
    fix: 'Check its permissions, and that it is still there.',
  },
  'not-a-part': {
    title: 'An included file is no part of a plan',
    why: 'It adds flows, components and the like to the plan that includes it, and has no head of its own.',
    fix: 'Begin the file with one of the parts, such as "contacts:"; other whole plans belong in a portfolio.',
  },
  'not-a-portfolio': {
    title: 'The file is no portfolio',
    why: 'A portfolio is a map that says so in its first two keys; nothing else in this file was looked at.',
    fix: 'Name another file, or begin the portfolio with these two lines:\n\n    apiVersion: muster/v1\n    kind: Portfolio',
  },
  'portfolio-too-large': {
    title: 'The portfolio is too large',
    why: 'All plans of a portfolio are read at once, and so many would hold up everything that reads them.',
    fix: 'Keep a portfolio under 1000 workloads and 5 MB of plans; split it by business area.',
  },
  'workload-repeated': {
    title: 'Two workloads have one plan',
    why: 'What fails with one of them would be counted as if the other still stood.',
    fix: 'Give each workload a plan of its own, or make it one workload.',
  },
  'include-cycle': {
    title: 'A file includes itself',
    why: 'There would be no end to reading it.',
    fix: 'Remove the entry.',
  },
  'include-repeated': {
    title: 'A file is included twice',
    why: 'Everything in it would be written twice.',
    fix: 'Remove one of the two entries.',
  },
  'include-too-deep': {
    title: 'Files are included too deeply',
    why: 'Nobody finds a value in an outage that lies more than 16 files down.',
    fix: 'Name the file in the plan itself.',
  },
  'include-too-many': {
    title: 'Too many files are included',
    why: 'A plan of more than 1000 files is read by nobody, and would hold up everything that reads it.',
    fix: 'Put what belongs together into one file, or split the plan by system.',
  },
  'nesting-too-deep': {
    title: 'The text is nested too deeply',
    why: 'No value of a plan lies deeper than a dozen levels, and such a text can exhaust the parser.',
    fix: 'Look for brackets that are never closed, or for a text that needs quotes.',
  },
  'forbidden-character': {
    title: 'A character is not allowed',
    why: 'Control characters, half characters and marks that reorder text make a plan read differently from what it says.',
    fix: 'Remove the character, and save the file as UTF-8.',
  },
  'yaml-syntax': {
    title: 'The text is not valid YAML',
    why: 'From here on the reader has to guess what was meant.',
    fix: 'Compare the indentation and the quotes with the lines around it.',
  },
  'yaml-anchor': {
    title: 'Anchors are not used in plans',
    why: readable,
    fix: 'Remove the anchor and write the value out where it is needed.',
  },
  'yaml-alias': { title: 'Aliases are not used in plans', why: readable, fix: 'Write the value out here.' },
  'yaml-tag': {
    title: 'Tags are not used in plans',
    why: 'The format already says the type of every value.',
    fix: 'Remove the tag; put a text in quotes where YAML would read a number.',
  },
  'yaml-merge-key': {
    title: 'Merge keys are not used in plans',
    why: readable,
    fix: 'Write out the keys that were to be merged.',
  },
  'yaml-directive': {
    title: 'Directives are not used in plans',
    why: 'A directive can change how every value of the file is read.',
    fix: 'Remove the line; plans are YAML 1.2.',
  },
  'several-documents': {
    title: 'The file has more than one document',
    why: 'Everything after the first document would be left out of the recovery.',
    fix: 'Keep one plan in one file, and remove the line that separates them.',
  },
  'duplicate-key': {
    title: 'A key is written twice',
    why: 'One of the two values would be silently ignored.',
    fix: 'Keep one of them, or rename one.',
  },
  'forbidden-key': {
    title: 'A key has a reserved name',
    why: 'Programs that read the plan may take it for a part of their own language.',
    fix: 'Choose another name.',
  },
  'unknown-key': {
    title: 'A key is unknown',
    why: 'A misspelt key would leave the recovery without what it was meant to say.',
    fix: 'Remove the key, or use one of the allowed ones.',
  },
  'missing-key': {
    title: 'A required key is missing',
    why: 'The plan cannot be used without it.',
    fix: 'Add the key.',
  },
  'too-many-problems': {
    title: 'There are more problems than are shown',
    why: 'So many are seldom slips; they mostly have one cause near the first of them.',
    fix: 'Start with the first ones.',
  },
  'empty-value': {
    title: 'A value is empty',
    why: 'The key promises something that is not there.',
    fix: 'Write the value, or remove the key.',
  },
  'too-long': {
    title: 'A text is too long',
    why: 'Texts are shown in step lists and messages and have to fit there.',
    fix: 'Shorten it to 4000 characters, and link to the rest.',
  },
  'wrong-type': {
    title: 'A value has the wrong type',
    why: 'It cannot be read as what the key stands for.',
    fix: 'Write a value of the expected type.',
  },
  'not-one-of': {
    title: 'A value is not one of those allowed',
    why: 'The recovery is compiled from these words, and others have no meaning.',
    fix: 'Use one of the allowed values.',
  },
  'not-a-name': {
    title: 'A name is not well-formed',
    why: 'Names become step ids, file names and parts of addresses.',
    fix: 'Use lower-case letters, digits and hyphens, beginning with a letter, at most 63 in all.',
  },
  'not-a-duration': {
    title: 'A duration cannot be read',
    why: 'Recovery times and losses are judged to the second, so every duration says its unit.',
    fix: 'Write a number with a unit: ms, s, m, h, d or w, such as 30m or 1h30m.',
  },
  'not-a-percentage': {
    title: 'A percentage cannot be read',
    why: 'Without its sign, 99.95 and 0.9995 are easily mistaken for one another.',
    fix: 'Write 0% to 100%, such as 99.95%.',
  },
  'not-an-amount': {
    title: 'An amount of money cannot be read',
    why: 'An amount means nothing without its currency.',
    fix: 'Write a plain number, a space and a currency code, such as 45000 USD.',
  },
  'not-a-size': {
    title: 'A size cannot be read',
    why: 'Copy and restore times follow from sizes, and GB and GiB differ.',
    fix: 'Write a number and a unit: B, kB, MB, GB, TB, KiB, MiB, GiB or TiB, such as 800 GiB.',
  },
  'not-a-rate': {
    title: 'A rate cannot be read',
    why: 'How far a copy falls behind follows from it.',
    fix: 'Write a size, a slash and s, m, h or d, such as 2 GiB/h.',
  },
  'not-a-time': {
    title: 'A time of day cannot be read',
    why: 'Work must be done by it, and an hour too late is too late.',
    fix: 'Write hours and minutes of a day of 24 hours in quotes, from "00:00" to "23:59".',
  },
  'not-a-time-zone': {
    title: 'A time zone cannot be read',
    why: 'Short names and offsets mean different times in different places and seasons.',
    fix: 'Write the name of an area and a place, such as Europe/Berlin, or UTC.',
  },
  'not-a-key': {
    title: 'A public key cannot be read',
    why: 'What is signed with it could not be verified when nothing else is left to approve with.',
    fix: 'Write ed25519: and the 32 bytes of the public half in base64url, 43 characters without padding.',
  },
  'out-of-range': {
    title: 'A number is too small or too large',
    why: 'No recovery could keep to it.',
    fix: 'Write a number within the limits.',
  },
  'not-a-label': {
    title: 'A label is not well-formed',
    why: 'It would be lost, or taken for something else, where it is handed on.',
    fix: 'Write 1 to 256 characters.',
  },
  'not-a-date': {
    title: 'A date cannot be read',
    why: 'Reviews and drills fall due by it.',
    fix: 'Write year, month and day, such as 2026-10-01.',
  },
  'not-an-address': {
    title: 'An address cannot be read',
    why: 'Nobody and nothing can be reached at it.',
    fix: 'Write a whole address.',
  },
} as const satisfies Record<string, Trouble>

export type TroubleCode = keyof typeof troubles

/**
 * A problem of the parser.
 * @param what one sentence that says what was found; the reason why it matters is added
 * @param fix what to write instead, where more is known than the code's own advice
 */
export function problem(code: TroubleCode, place: Place, what: string, fix?: string): Problem {
  const { title, why, fix: usual } = troubles[code]
  return {
    code,
    severity: 'error',
    place,
    summary: title,
    detail: `${what} ${why}`,
    fix: fix ?? usual,
    requirements: [],
  }
}
