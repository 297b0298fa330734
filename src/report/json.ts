const unseen = /[\u007f-\u009f\p{Bidi_Control}\p{Zl}\p{Zp}\ufeff]/gu

/**
 * A reporter's value as JSON text, indented by two spaces and ended by a line feed.
 * @remarks Characters that could steer a terminal are written as escapes, which changes no value.
 * @throws RangeError on null and on numbers that are not finite: the contract has none, so it is a bug
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, refused, 2)
  return `${text.replace(unseen, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}

function refused(key: string, value: unknown): unknown {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value)))
    throw new RangeError(`The value of ${key} is ${String(value)}, which no report may hold. This is a bug in Muster.`)
  return value
}

/** The object without the members that are undefined. */
export function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Present<T>
}

/** An object whose members that may be undefined may be left out instead. */
export type Present<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}
