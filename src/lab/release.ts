import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Failure } from '#diagnostics'
import { hasCode } from './files.ts'
import { capacityOf } from './capacity.ts'
import type { LabFlow, LabSpec } from './spec.ts'

/** What an instance of the web service is told by its release: without it, it does not know what to serve. */
export interface ReleaseContent {
  readonly flows: readonly LabFlow[]
  /** Names of the databases. */
  readonly stores: readonly string[]
  /** Names of the object storages; none where left out. */
  readonly objects?: readonly string[]
  /** Requests a second that one instance serves. */
  readonly perSecond: number
}

/** The artefact of a release, where all regions can get it, and the SHA-256 of its content. */
export interface Release {
  readonly artefact: string
  readonly digest: string
}

/** A release as it lies unpacked in a region. */
export interface Unpacked {
  readonly file: string
  readonly digest: string
}

/** Builds the artefact of the lab's web service. */
export async function makeRelease(directory: string, spec: LabSpec): Promise<Release> {
  const { flows, stores, objects, instances } = spec
  const content: ReleaseContent = {
    flows,
    stores,
    ...(objects ? { objects: objects.components } : {}),
    perSecond: capacityOf(flows, instances.full),
  }
  const text = JSON.stringify(content)
  const artefact = join(directory, 'web.json.gz')
  await mkdir(directory, { recursive: true })
  await writeFile(artefact, gzipSync(text))
  return { artefact, digest: digestOf(text) }
}

/**
 * Unpacks a release for a region.
 * @returns the bytes unpacked
 * @throws Failure where the artefact is not what the release says
 */
export async function unpack({ artefact, digest }: Release, file: string): Promise<number> {
  const text = gunzipSync(await readFile(artefact)).toString('utf8')
  refuseOther(text, digest, artefact)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(`${file}.new`, text)
  await rename(`${file}.new`, file)
  return Buffer.byteLength(text)
}

/** Takes a release away from a region. */
export async function removeUnpacked(file: string): Promise<void> {
  await rm(file, { force: true })
}

/** What an unpacked release says. @throws Failure where it is not there, or is another */
export async function readRelease({ file, digest }: Unpacked): Promise<ReleaseContent> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    if (!hasCode(cause, 'ENOENT', 'ENOTDIR')) throw cause
    throw new Failure('refused', `There is no release at ${file}. Provision the service in this region first.`, {
      cause,
    })
  })
  refuseOther(text, digest, file)
  return JSON.parse(text) as ReleaseContent
}

/** The SHA-256 of what lies unpacked there; undefined where nothing does. */
export async function digestAt(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').then(digestOf, (error) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  })
}

function refuseOther(text: string, digest: string, file: string): void {
  if (digestOf(text) === digest) return
  throw new Failure(
    'refused',
    `${file} is not the release that is to serve: its digest is ${digestOf(text)}, and should be ${digest}. Build the release again.`,
  )
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}
