/** The fences between rooms, derived from rooms.mjs; `npm run check` enforces them. */
import { pureNames, roomPath, rooms, testFile } from './rooms.mjs'

const names = Object.keys(rooms)
/** @type {import('dependency-cruiser').DependencyType[]} */
const external = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown']
/** @param {string} text */
const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
/** @param {string[]} parts */
const anyOf = (parts) => (parts.length > 0 ? parts.map((part) => `(?:${part})`).join('|') : '^$')

/**
 * @param {string} name
 * @returns {import('dependency-cruiser').IForbiddenRuleType[]}
 */
function fencesOf(name) {
  const { may, packages } = /** @type {import('./rooms.mjs').Room} */ (rooms[name])
  return [
    {
      name: `room-${name}`,
      severity: 'error',
      comment: `${name} may import only these rooms: ${may.join(', ') || 'none'}. Move the code to the room that owns it, or argue for a new line in rooms.mjs.`,
      from: { path: roomPath(name), pathNot: testFile },
      to: { path: anyOf(names.filter((other) => other !== name && !may.includes(other)).map(roomPath)) },
    },
    {
      name: `packages-of-${name}`,
      severity: 'error',
      comment: `${name} may import only these packages: ${packages.join(', ') || 'none'}. Each one is a thing to trust; rooms.mjs lists them.`,
      from: { path: roomPath(name), pathNot: testFile },
      to: {
        dependencyTypes: external,
        pathNot: anyOf(
          packages.flatMap((one) => [
            `(^|/)node_modules/${escaped(one)}/`,
            `(^|/)node_modules/@types/${escaped(one)}/`,
            `^${escaped(one)}(/|$)`,
          ]),
        ),
      },
    },
  ]
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...names.flatMap(fencesOf),
    {
      name: 'front-door-only',
      severity: 'error',
      comment:
        "Another room is entered by its index.ts alone, through '#room', so that a wall crossing shows in the import line.",
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/', pathNot: '^src/$1/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'front-door-from-outside',
      severity: 'error',
      comment: "Tests and benchmarks too enter a room through '#room'; its folder testing/ is there for them besides.",
      from: { path: '^(test/|bench/)' },
      to: {
        path: '^src/[^/]+/',
        // The terminal door has no importable front: its entry is run.
        pathNot: ['^src/cli/', '^src/[^/]+/testing/'],
        dependencyTypesNot: ['aliased-subpath-import'],
      },
    },
    {
      name: 'composition-is-for-doors',
      severity: 'error',
      comment: 'src/muster wires the rooms; only server, cli, benchmarks and tests stand above it.',
      from: {
        pathNot: anyOf([roomPath('muster'), roomPath('server'), roomPath('cli'), '^bench/', '^test/', testFile]),
      },
      to: { path: roomPath('muster') },
    },
    {
      name: 'pure-has-no-machine',
      severity: 'error',
      comment: 'A pure room sees no clock, file, network or process: take what you need as an argument.',
      from: { path: anyOf(pureNames.map(roomPath)), pathNot: testFile },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'A cycle, of types too, makes two files one. Move what both need to the lower one.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-imports-a-test',
      severity: 'error',
      comment:
        'What a test and the program share belongs to the program; what tests share is a .suite.ts file or testing/.',
      from: { pathNot: `(${testFile}|^test/|^bench/)` },
      to: { path: `(${testFile}|^test/)` },
    },
    {
      name: 'resolves',
      severity: 'error',
      comment: 'An import that leads nowhere fails at run time.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphan',
      severity: 'error',
      comment: 'Nothing imports this file and it imports nothing: remove it, or connect it.',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: String.raw`(\.d\.ts$|^src/[^/]+/index\.ts$|^src/cli/main\.ts$)`,
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.muster|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'types', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
}
