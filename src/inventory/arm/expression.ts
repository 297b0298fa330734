import { limits } from '../limits.ts'

/** The expression language of Resource Manager's templates, as a tree. */
export type Expression =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression; readonly maybe: boolean }

/** An expression that cannot be read, and what is wrong with it. */
export class NoExpression extends Error {}

/** Whether a text of a template is to be evaluated: it stands in brackets, and does not escape them. */
export function isExpression(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']') && !text.startsWith('[[')
}

/** A text of a template that is meant as it stands, without the escape of its bracket. */
export function literal(text: string): string {
  return text.startsWith('[[') ? text.slice(1) : text
}

/**
 * Reads an expression.
 * @param text with its brackets
 * @throws NoExpression
 */
export function parseExpression(text: string): Expression {
  if (text.length > limits.expression) throw new NoExpression('the expression is too long')
  const reader = new Reader(text.slice(1, -1))
  const expression = reader.expression(0)
  reader.end()
  return expression
}

const token =
  /\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*)*(?=\s*\())|([A-Za-z_$][\w$-]*)|(\.\?|\[\?|[()[\],.]))/y

class Reader {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  expression(depth: number): Expression {
    if (depth > limits.depth) throw new NoExpression('there are too many brackets within brackets')
    let here = this.primary(depth)
    for (;;) {
      const mark = this.peek()
      if (mark === '.' || mark === '.?') {
        this.take(mark)
        const key = this.next()
        if (!/^[\w$-]+$/.test(key)) throw new NoExpression(`after a dot stands “${key}”`)
        here = { kind: 'member', of: here, key: { kind: 'text', value: key }, maybe: mark === '.?' }
      } else if (mark === '[' || mark === '[?') {
        this.take(mark)
        const key = this.expression(depth + 1)
        this.take(']')
        here = { kind: 'member', of: here, key, maybe: mark === '[?' }
      } else return here
    }
  }

  end(): void {
    const left = this.peek()
    if (left !== '') throw new NoExpression(`nothing is expected after its end, and there is “${left}”`)
  }

  private primary(depth: number): Expression {
    const word = this.next()
    if (word.startsWith("'")) return { kind: 'text', value: word.slice(1, -1).replaceAll("''", "'") }
    if (/^-?\d/.test(word)) return { kind: 'number', value: Number(word) }
    if (!/^[A-Za-z_]/.test(word))
      throw new NoExpression(word === '' ? 'it ends too early' : `“${word}” is not expected`)
    this.take('(')
    const args: Expression[] = []
    if (this.peek() !== ')')
      do args.push(this.expression(depth + 1))
      while (this.peek() === ',' && this.next())
    this.take(')')
    return { kind: 'call', name: word, args }
  }

  private peek(): string {
    const before = this.at
    const word = this.next()
    this.at = before
    return word
  }

  private next(): string {
    token.lastIndex = this.at
    const found = token.exec(this.text)
    if (!found) {
      const left = this.text.slice(this.at).trim()
      if (left === '') return ''
      throw new NoExpression(`“${left.slice(0, 20)}” is not expected`)
    }
    this.at = token.lastIndex
    return found[1] ?? found[2] ?? found[3] ?? found[4] ?? found[5] ?? ''
  }

  private take(wanted: string): void {
    const word = this.next()
    if (word !== wanted)
      throw new NoExpression(word === '' ? `“${wanted}” is missing` : `“${word}” stands where “${wanted}” should`)
  }
}
