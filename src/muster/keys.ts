import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { Failure } from '#diagnostics'
import { toSpoken } from '#execution'

/** The commands that need no plan and no store: keys for when nobody can sign in. */
export function keyCommands(cwd: string) {
  /**
   * Makes an Ed25519 pair and writes the private half to a file that only its owner may read.
   * @returns the file, and the public half as a plan names it
   * @throws Failure `refused` where there is such a file, `unreachable` where it cannot be written
   */
  function newKey(file: string): { readonly file: string; readonly key: string } {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const path = resolve(cwd, file)
    try {
      const opened = openSync(path, 'wx', 0o600)
      try {
        writeSync(opened, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
        fsyncSync(opened)
      } finally {
        closeSync(opened)
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code === 'EEXIST')
        throw new Failure(
          'refused',
          `There is a file ${file} already, and a key is never replaced. Choose another: -o FILE`,
        )
      throw new Failure('unreachable', `${file} cannot be written: ${message}`, { cause: error })
    }
    return { file, key: `ed25519:${publicKey.export({ format: 'jwk' }).x ?? ''}` }
  }

  /**
   * Signs a challenge with a private key; needs no network and no plan, so that it can be done on another computer.
   * @returns the signature in base64url, and in groups that can be read over the phone
   * @throws Failure `usage` where the file is no such key
   */
  function signChallenge(challenge: string, file: string): { readonly signature: string; readonly spoken: string } {
    let key: ReturnType<typeof createPrivateKey>
    try {
      key = createPrivateKey(readFileSync(resolve(cwd, file)))
    } catch (cause) {
      throw new Failure('usage', `${file} is no private key that can be read. Make one with \`muster keys new\`.`, {
        cause,
      })
    }
    if (key.asymmetricKeyType !== 'ed25519')
      throw new Failure(
        'usage',
        `${file} is a key of another kind; it takes Ed25519. Make one with \`muster keys new\`.`,
      )
    const bytes = sign(null, Buffer.from(challenge), key)
    return { signature: bytes.toString('base64url'), spoken: toSpoken(bytes) }
  }

  return { newKey, signChallenge }
}
