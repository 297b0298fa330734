const double = new Float64Array(1)
const words = new Int32Array(double.buffer)
/** Which of the two words comes first is the machine's affair. */
const high = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0

/** The upper 32 bits of a double: its sign, 11 bits of exponent, and the first 20 of its fraction. */
export function upperWord(value: number): number {
  double[0] = value
  return words[high] as number
}

/** The double with other upper 32 bits. */
export function withUpperWord(value: number, word: number): number {
  double[0] = value
  words[high] = word
  return double[0]
}
