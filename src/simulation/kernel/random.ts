/** The random numbers of runs, from 32-bit whole numbers alone, so that a program in another language gives the same. */
export interface Chances {
  /** Goes to the beginning of a run. They depend on the seed and on the run's number only, whatever came before. */
  begin(seed: number, run: number): void
  /** Fills the words that come first in the run; `shareOf` makes numbers in (0, 1) of them. */
  fill(into: Int32Array): void
  /** A further number of a node, in (0, 1). */
  ofNode(place: number): number
  /** A further number of the run, in (0, 1). @param stream whole, ≥ 0; each has a number of its own */
  extra(stream: number): number
}

/**
 * Opens the random numbers of runs.
 * @remarks Source of the generator: xoshiro128++ of D. Blackman and S. Vigna (2019). Its 128 bits of state come from the
 * seed and the run by the finisher of MurmurHash3 (A. Appleby, 2011).
 */
export function openChances(): Chances {
  let [a, b, c, d] = [0, 0, 0, 0]
  let [nodeKey, extraKey] = [0, 0]
  let ofSeed = Number.NaN
  let seeded = 0
  return {
    begin(seed, run) {
      if (seed !== ofSeed) {
        ofSeed = seed
        seeded = wordOf(seed)
      }
      a = mixed(seeded ^ run)
      // A run's number may have more than 32 bits.
      a = mixed(a ^ Math.floor(run / 2 ** 32))
      b = mixed(a ^ 1)
      c = mixed(b ^ 2)
      d = mixed(c ^ 3)
      nodeKey = mixed(d ^ 4)
      extraKey = mixed(nodeKey ^ 5)
      // The generator never leaves a state of nothing.
      if ((a | b | c | d) === 0) a = 1
    },
    fill(into) {
      let [s0, s1, s2, s3] = [a, b, c, d]
      for (let place = 0; place < into.length; place++) {
        const sum = (s0 + s3) | 0
        into[place] = ((sum << 7) | (sum >>> 25)) + s0
        const shifted = s1 << 9
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << 11) | (s3 >>> 21)
      }
    },
    ofNode: (place) => keyed(nodeKey, place),
    extra: (stream) => keyed(extraKey, stream),
  }
}

/** One word from a seed: any number that is finite; its lowest 53 bits as an integer count. */
function wordOf(seed: number): number {
  const whole = Math.abs(Math.trunc(seed))
  return mixed(mixed(mixed(whole >>> 0) ^ (Math.floor(whole / 2 ** 32) >>> 0)) ^ (seed < 0 ? 1 : 0))
}

/** Mixed twice, so that streams whose numbers lie close, in runs whose keys do, have nothing in common. */
function keyed(key: number, stream: number): number {
  return shareOf(mixed(mixed(key ^ stream) ^ key))
}

/** A word as a number in (0, 1): the middle of its cell of 2^-32, so that neither 0 nor 1 is given. */
export function shareOf(word: number): number {
  return ((word >>> 0) + 0.5) / 2 ** 32
}

/** Spreads close words over all of their 32 bits, after a step of Weyl's sequence, so that 0 does not stay 0. */
function mixed(word: number): number {
  let bits = (word + 0x9e3779b9) | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
