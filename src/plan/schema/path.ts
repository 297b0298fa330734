import { z } from 'zod'

/**
 * Names that Windows gives to devices, whatever follows their first dot, in any case. A file of such a name cannot be
 * had there, or is the device.
 */
const device = '(?:[cC][oO][nN]|[pP][rR][nN]|[aA][uU][xX]|[nN][uU][lL]|(?:[cC][oO][mM]|[lL][pP][tT])[0-9¹²³])(?:[./]|$)'

/** A folder or file: letters and digits of any script, and signs that no system reads as its own; never a hidden one. */
const segment = String.raw`(?!${device})[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N} _+.\-]{0,98}[\p{L}\p{M}\p{N}_+\-])?`

/** The beginnings of paths that are not relative: roots, homes, drives and addresses. */
const absolute = String.raw`[/\\~]|[A-Za-z][A-Za-z0-9+\-]*:`

/** A relative path as it may stand in a plan. */
const plain = String.raw`^(?=[\s\S]{1,400}$)(?:\.\.?/)*(?:${segment}/)*(?=[^/]+\.ya?ml$)${segment}$`

const isAbsolute = new RegExp(`^(?:${absolute})`)

/** A file by its path from the one it stands in. */
export const path = z
  .string({ error: 'plainPath' })
  .regex(new RegExp(plain, 'u'), {
    error: ({ input }) => (isAbsolute.test(String(input)) ? 'absolutePath' : 'plainPath'),
  })
  .meta({ id: 'path', title: 'Path to a file', examples: ['parts/contacts.yaml'] })
