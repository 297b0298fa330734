/**
 * The rooms of src/: the one table from which the fences, the pure compile, the lint bans and the table in
 * ARCHITECTURE.md derive.
 *
 * A room is a folder with an `index.ts`; a room that is not listed is an error.
 * `may` names the rooms it may import, types included; `packages` the external packages; `why` says what it is for.
 * A pure room has no clock, file, network, randomness or environment: instants and seeds are arguments.
 *
 * @typedef {{ pure: boolean, may: string[], packages: string[], why: string }} Room
 */

/** @type {Record<string, Room>} */
const pureRooms = {
  diagnostics: { pure: true, may: [], packages: [], why: 'a problem as data, and how the world may fail' },
  units: {
    pure: true,
    may: [],
    packages: [],
    why: 'durations, sizes, shares and money: parse, compare, print; the middle of many figures',
  },
  digest: { pure: true, may: [], packages: ['@noble/hashes'], why: 'canonical JSON and its hash' },
  markup: { pure: true, may: [], packages: [], why: 'foreign text as text, in a terminal, in Markdown and on a page' },
  conditions: {
    pure: true,
    may: ['units', 'diagnostics'],
    packages: ['@bufbuild/cel'],
    why: 'when a scenario is to be activated, as a small tree that facts answer',
  },
  catalog: { pure: true, may: ['units'], packages: [], why: 'dated, sourced facts: strategies, actions, recipes' },
  plan: {
    pure: true,
    may: ['diagnostics', 'units', 'conditions', 'catalog', 'digest'],
    packages: ['yaml', 'zod'],
    why: 'YAML text to a plan with positions, and every problem of the text',
  },
  inventory: {
    pure: true,
    may: ['catalog', 'units', 'diagnostics'],
    packages: ['graphology', 'graphology-components', 'jsonc-parser', 'mdast-util-from-markdown', 'papaparse', 'yaml'],
    why: 'what is deployed or declared, one importer a file; what is unknown is a value with its reason',
  },
  runbook: {
    pure: true,
    may: ['plan', 'catalog', 'conditions', 'digest', 'units', 'diagnostics'],
    packages: ['graphology', 'graphology-dag'],
    why: 'plan, scenario and direction compiled to steps; the only place that derives a step',
  },
  journal: {
    pure: true,
    may: ['digest', 'units', 'diagnostics'],
    packages: [],
    why: 'what happened in a run: events, their hash chain and the state they fold to',
  },
  evidence: {
    pure: true,
    may: ['runbook', 'journal', 'catalog', 'digest', 'units', 'diagnostics'],
    packages: [],
    why: 'a run judged against its promises; estimates from past runs',
  },
  simulation: {
    pure: true,
    may: ['runbook', 'journal', 'evidence', 'plan', 'catalog', 'conditions', 'digest', 'units'],
    packages: [],
    why: 'what a runbook would take and lose, over many seeded runs',
  },
  document: {
    pure: true,
    may: ['plan', 'runbook', 'journal', 'evidence', 'catalog', 'markup', 'units'],
    packages: ['uqr'],
    why: 'the runbook written for people: a document as data, as Markdown and as a page',
  },
  checks: {
    pure: true,
    may: ['plan', 'inventory', 'catalog', 'conditions', 'runbook', 'evidence', 'simulation', 'units', 'diagnostics'],
    packages: ['graphology', 'graphology-dag'],
    why: 'what is wrong with a plan, or with what is deployed, one rule a file',
  },
}

/** @type {Record<string, Room>} */
export const rooms = {
  ...pureRooms,
  report: {
    pure: true,
    may: Object.keys(pureRooms),
    packages: [],
    why: 'results to text, JSON, SARIF and the like, one reporter a file; it computes nothing',
  },
  execution: {
    pure: false,
    may: ['runbook', 'journal', 'conditions', 'digest', 'units', 'diagnostics'],
    packages: [],
    why: 'what to do next in a run, and the driver that does it; ports for actions, store and world',
  },
  actions: {
    pure: false,
    may: ['execution', 'runbook', 'journal', 'conditions', 'digest', 'units', 'diagnostics'],
    packages: ['pg'],
    why: 'ways of acting on the world, one folder each',
  },
  store: {
    pure: false,
    may: ['execution', 'journal', 'digest', 'units', 'diagnostics'],
    packages: ['pg'],
    why: 'keeps journals, signals and leases: SQLite in a folder, PostgreSQL for a team',
  },
  drill: {
    pure: false,
    may: ['execution', 'runbook', 'evidence', 'simulation', 'journal', 'conditions', 'digest', 'units', 'diagnostics'],
    packages: [],
    why: 'holds a drill in a lab, on systems of a plan or at a table, and measures what it took',
  },
  lab: {
    pure: false,
    may: ['execution', 'drill', 'runbook', 'evidence', 'conditions', 'digest', 'units', 'diagnostics'],
    packages: ['dns2', 'pg'],
    why: 'a real environment of two regions on one machine',
  },
  compare: {
    pure: false,
    may: ['lab', 'units', 'diagnostics'],
    packages: ['pg'],
    why: "Muster's warm standby beside Patroni and pg_auto_failover: the same clients, faults and lines",
  },
  targets: {
    pure: false,
    may: [
      'actions',
      'drill',
      'execution',
      'runbook',
      'evidence',
      'journal',
      'plan',
      'conditions',
      'units',
      'diagnostics',
    ],
    packages: [],
    why: "the real systems of a plan's targets: how they are reached, and how they stand",
  },
  offline: {
    pure: false,
    may: ['document'],
    packages: [],
    why: 'the script by which a runbook page carries its runbook out, and the journal that it writes',
  },
  print: {
    pure: false,
    may: ['diagnostics'],
    packages: ['@myriaddreamin/typst-ts-node-compiler'],
    why: 'documents on paper: data of a document to a PDF, by a typesetter',
  },
  hcl: {
    pure: false,
    may: ['inventory', 'diagnostics'],
    packages: ['web-tree-sitter', '@tree-sitter-grammars/tree-sitter-hcl'],
    why: "the syntax of Terraform's own files, by a ready grammar in WebAssembly",
  },
  workspace: {
    pure: false,
    may: ['diagnostics'],
    packages: ['yaml'],
    why: 'where things lie on disk: the plan that a command means, the state folder',
  },
  muster: {
    pure: false,
    may: [
      ...Object.keys(pureRooms),
      'report',
      'execution',
      'actions',
      'store',
      'drill',
      'lab',
      'compare',
      'offline',
      'targets',
      'hcl',
      'print',
      'workspace',
    ],
    packages: [],
    why: 'the composition: the only room that wires the others together',
  },
  server: {
    pure: false,
    may: ['muster', 'report', ...Object.keys(pureRooms)],
    packages: ['hono', '@hono/node-server'],
    why: 'the HTTP interface and the live page',
  },
  cli: {
    pure: false,
    may: ['muster', 'report', 'server', ...Object.keys(pureRooms)],
    packages: ['commander'],
    why: 'the terminal door: arguments in, results and exit codes out',
  },
}

/** The names of the pure rooms, in the table's order. */
export const pureNames = Object.keys(rooms).filter((name) => rooms[name]?.pure)

/** A file that only tests load: a test, a suite that several tests share, or anything under `testing/`. */
export const testFile = String.raw`(\.(test|suite)\.ts$|/testing/)`

/**
 * The path of a room from the repository's root, as a regular expression.
 * @param {string} name
 */
export const roomPath = (name) => `^src/${name}/`
