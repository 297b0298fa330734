import { utf8ToBytes } from '@noble/hashes/utils.js'

/** The UTF-8 bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return utf8ToBytes(text)
}

/** The text that the bytes are in UTF-8, or undefined where they are none: nothing is replaced, no mark is dropped. */
export function textOf(bytes: Uint8Array): string | undefined {
  let text = ''
  for (let from = 0; from < bytes.length; ) {
    let to = Math.min(from + 4096, bytes.length)
    // A piece ends before the first byte of a character, never inside one. No character has more than four bytes.
    for (let back = 0; back < 3 && to < bytes.length && ((bytes[to] ?? 0) & 0xc0) === 0x80; back++) to--
    const part = decoded(bytes.subarray(from, to))
    if (part === undefined) return undefined
    text += part
    from = to
  }
  return text
}

// The language's own decoder of escapes is strict; the platform's decoders do not exist in a pure room.
function decoded(bytes: Uint8Array): string | undefined {
  if (bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes)
  try {
    return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return undefined
  }
}
