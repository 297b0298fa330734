/**
 * A lint rule for pure rooms: no clock, no randomness, no time zone or language of the machine.
 *
 * The compiler takes away `process`, timers and `node:` imports; what is left of the machine hides in `Date`, `Math`
 * and `Intl`, which the language itself brings.
 *
 * @typedef {any} Node of the syntax tree (ESTree); oxlint's own type names no parent
 */

const INSTANT = 'A pure room has no clock. Take the instant as an argument (seconds, or RFC 3339 text).'
const SEED = 'A pure room has no randomness. Take a seed as an argument.'
const PLACE = "A pure room does not know the machine's time zone or language. Use the UTC methods or #units' formats."

const localMethod =
  /^(?:toLocale\w*|(?:get|set)(?:Date|Day|FullYear|Hours|Minutes|Month|Seconds|Milliseconds)|getTimezoneOffset|to(?:Date|Time)String)$/

/**
 * `Date.parse(…)`, `Date.UTC(…)` and `new Date(instant)` compute; every other use of Date asks the clock.
 * @param {Node} node the identifier `Date`
 */
function computes(node) {
  const { parent } = node
  if (parent.type === 'NewExpression') return parent.callee === node && parent.arguments.length > 0
  if (parent.type === 'BinaryExpression') return parent.operator === 'instanceof' && parent.right === node
  return parent.type === 'MemberExpression' && parent.object === node && ['parse', 'UTC'].includes(nameOf(parent))
}

/** @param {Node} member */
function nameOf(member) {
  return member.computed ? member.property.value : member.property.name
}

/**
 * `new Intl.DateTimeFormat('en-US', { timeZone, … })` takes neither language nor zone from the machine.
 * @param {Node} node the identifier `Intl`
 */
function saysPlace({ parent }) {
  const made = parent.parent
  if (nameOf(parent) !== 'DateTimeFormat' || made.type !== 'NewExpression') return false
  const [language, how] = made.arguments
  return (
    language?.type === 'Literal' &&
    how?.type === 'ObjectExpression' &&
    how.properties.some((/** @type {Node} */ { key }) => key?.name === 'timeZone')
  )
}

/**
 * Whether an identifier is only a name: of a member, a key, a type.
 * @param {Node} node
 */
function isName(node) {
  const { parent } = node
  if (parent.type.startsWith('TS')) return true
  if (parent.type === 'MemberExpression') return parent.property === node && !parent.computed
  return parent.type === 'Property' && parent.key === node && !parent.computed && !parent.shorthand
}

const pure = {
  /** @param {{ report(finding: { node: Node, message: string }): void }} context */
  create(context) {
    /**
     * @param {Node} node
     * @param {string} message
     */
    const tell = (node, message) => context.report({ node, message })
    return {
      Identifier(/** @type {Node} */ node) {
        if (isName(node)) return
        if (node.name === 'Date' && !computes(node)) tell(node.parent, INSTANT)
        if (node.name === 'Intl' && !saysPlace(node)) tell(node.parent, PLACE)
        if (node.name !== 'Math') return
        const { parent } = node
        const picks = parent.type === 'MemberExpression' && parent.object === node
        if (!picks || nameOf(parent) === 'random') tell(parent, SEED)
      },
      MemberExpression(/** @type {Node} */ node) {
        if (localMethod.test(String(nameOf(node)))) tell(node, PLACE)
      },
    }
  },
}

export default { meta: { name: 'rooms' }, rules: { pure } }
