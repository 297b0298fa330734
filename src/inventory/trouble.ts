import type { Place, Problem, Severity } from '#diagnostics'

/** What can be wrong with an input itself, or be unknown of it. */
interface Trouble {
  readonly severity: Severity
  readonly title: string
  /** One sentence: why it matters. */
  readonly why: string
  readonly fix: string
}

/** By code; a code is stable and its meaning never changes. */
export const troubles = {
  'input-unreadable': {
    severity: 'error',
    title: 'The file cannot be read',
    why: 'Nothing of it is in the inventory.',
    fix: 'Mend it at the place that is named, or export it again.',
  },
  'input-of-another-format': {
    severity: 'error',
    title: 'The file is of another format',
    why: 'Nothing of it is in the inventory.',
    fix: 'Name the format that the file has; `muster import --help` lists them, each with how to get such a file.',
  },
  'input-passed-over': {
    severity: 'note',
    title: 'A file of the folder is of another format',
    why: 'Nothing of it is in the inventory.',
    fix: 'Name it with the format that it has, if it declares anything.',
  },
  'input-empty': {
    severity: 'warning',
    title: 'The file declares no resource',
    why: 'Where nothing is found, nothing is protected, and no check can say that it is.',
    fix: 'Give the file that declares the resources, or all files of the deployment together.',
  },
  'parameter-unknown': {
    severity: 'unknown',
    title: 'A value is missing',
    why: 'What depends on it is unknown, and is neither passed nor failed.',
    fix: 'Give the file with its value beside the others, or say it: `--set name=value`.',
  },
  'location-unknown': {
    severity: 'unknown',
    title: 'The region is not in the input',
    why: 'Whether two resources lie in one region or in two cannot be told.',
    fix: 'Say into which region it is deployed: `--location westeurope`.',
  },
  'function-unknown': {
    severity: 'unknown',
    title: 'An expression cannot be evaluated',
    why: 'What it gives is unknown, and is neither passed nor failed.',
    fix: 'Check its spelling; if it is right, report it, and say the value beforehand where you know it.',
  },
  'count-unknown': {
    severity: 'unknown',
    title: 'It is not known whether, or how often, a resource is made',
    why: 'It may be missing on the day, or there may be several.',
    fix: 'Give the values on which it depends: `--set name=value`, or the file of parameters.',
  },
  'type-unknown': {
    severity: 'unknown',
    title: 'A type of resource is unknown to Muster',
    why: 'It is listed, and nothing is concluded from it.',
    fix: 'Look yourself at how it outlives the loss of its region, and report the type so that Muster learns it.',
  },
  'part-unread': {
    severity: 'unknown',
    title: 'A part of the input lies elsewhere',
    why: 'What it declares is not in the inventory, which may be why something seems to be missing.',
    fix: 'Fetch it and give it beside the others, or import what the tool has planned or deployed.',
  },
  'variable-circular': {
    severity: 'error',
    title: 'A value refers to itself',
    why: 'It has no value, and the deployment will be refused.',
    fix: 'Write the value that is meant; often it is the name of a neighbour that was mistyped.',
  },
  'dependency-circular': {
    severity: 'error',
    title: 'Resources wait for each other',
    why: 'The deployment will be refused, or wait for ever.',
    fix: 'Take away the dependency that is not needed.',
  },
  'reference-dangling': {
    severity: 'warning',
    title: 'A resource waits for what is not there',
    why: 'A deployment that waits for it is refused, and whoever calls it gets no answer.',
    fix: 'Declare it, or mend the reference.',
  },
  'reference-outside': {
    severity: 'unknown',
    title: 'A resource refers to what is not in the input',
    why: 'Whether it exists, and where, cannot be told from here.',
    fix: 'Give the input that declares it beside this one, or mend the reference if it should be here.',
  },
  'resource-invalid': {
    severity: 'error',
    title: 'Azure refuses what is declared',
    why: 'A recovery cannot rest on what cannot be deployed.',
    fix: 'Mend the value that is named; its limit is given.',
  },
  'dependencies-unknown': {
    severity: 'unknown',
    title: 'What a service needs is not said',
    why: 'An edge that is missing means that nobody knows, not that nothing is needed.',
    fix: 'Ask those who run it, or look at its traffic, and write what it needs into the plan.',
  },
  'field-unknown': {
    severity: 'error',
    title: 'A field is unknown to the format',
    why: 'Whoever follows the specification refuses the file, and what the field says is lost.',
    fix: 'Check its spelling, or move what it says to a field that the format has.',
  },
  'name-missing': {
    severity: 'error',
    title: 'Something has no name',
    why: 'Nothing can refer to it, and no report can say which one is meant.',
    fix: 'Give it a name that nothing else has.',
  },
} as const satisfies Record<string, Trouble>

/** The code of a trouble with an input. */
export type TroubleCode = keyof typeof troubles

/**
 * A problem of an input.
 * @param what one or two full sentences: what was found, and where
 */
export function troubled(code: TroubleCode, place: Place, what: string, fix?: string): Problem {
  const { severity, title, why, fix: usually } = troubles[code] as Trouble
  return { code, severity, place, summary: title, detail: `${what} ${why}`, fix: fix ?? usually, requirements: [] }
}
