import type { Problem } from '#diagnostics'
import type { Declared, Given, Imported, Importer } from '../importer.ts'
import type { SourceFile } from '../json.ts'
import { clusterOf } from '../kubernetes/cluster.ts'
import { addressOf, type Manifest, manifestsIn } from '../kubernetes/manifest.ts'
import { type Need, needsOf, unseenOf } from '../kubernetes/needs.ts'
import { regionSaid } from '../kubernetes/placement.ts'
import { beyond, limits } from '../limits.ts'
import { hidden, withoutSecrets } from '../secrets.ts'
import { troubled } from '../trouble.ts'
import { at, emptyObject, isObject, textOf, Unknown, type Value } from '../value.ts'
import { documentsIn, startOf } from '../yaml.ts'

/**
 * Manifests of Kubernetes, and what a cluster exports: every object, and who needs whom as far as variables, selectors
 * and references say it. What a container finds by itself, or by a command, is not seen.
 */
export const kubernetes: Importer = {
  format: 'kubernetes',
  title: 'Manifests of Kubernetes, and exports of a cluster',
  files: ['.yaml', '.yml', '.json'],
  howToGet:
    'kubectl get all,configmap,ingress,pvc,hpa -o yaml > cluster.yaml, or render a chart: helm template NAME CHART > rendered.yaml',
  read,
}

function read(files: readonly SourceFile[], given: Given): Imported {
  const problems: Problem[] = []
  const manifests: Manifest[] = []
  for (const file of files) {
    const documents = documentsIn(file, problems)
    const found = documents?.flatMap((one) => manifestsIn(one, file.name, problems))
    if (documents?.length === 0)
      problems.push(troubled('input-empty', startOf(file.name), `${file.name} declares no object.`))
    for (const one of found ?? []) manifests.push(one)
    if (manifests.length > limits.resources)
      beyond('The input has more objects than anybody runs in a cluster', limits.resources)
  }
  const kept = manifests.filter((one) => !isKustomization(one, problems))
  const cluster = clusterOf(kept)
  const declared = kept.map((one): Declared => {
    const needs = needsOf(one, cluster)
    problems.push(...troublesOf(one, needs, unseenOf(one, cluster)))
    return declare(one, needs, given)
  })
  return { declared, problems }
}

function declare(manifest: Manifest, needs: readonly Need[], given: Given): Declared {
  const { kind, namespace, name, value, place } = manifest
  const said = name ?? ''
  return {
    type: `kubernetes/${kindOf(manifest)}`,
    name: name === undefined ? nameless(value) : namespace === '' ? said : `${namespace}/${said}`,
    address: addressOf(kind, namespace, said),
    location: regionSaid(kind, value) ?? given.location ?? elsewhere,
    body: bodyOf(kind, value),
    dependsOn: [],
    mentions: needs.map(({ by, address }) => [by, address] as const),
    place,
  }
}

const elsewhere = new Unknown('manifests do not say in which region their cluster is', '{region of the cluster}')

function nameless(value: Value): Unknown {
  const begins = textOf(at(value, 'metadata.generateName'))
  return begins === undefined
    ? new Unknown('the manifest gives it no name', '{name}')
    : new Unknown('the cluster chooses its name', `${begins}{name}`)
}

/** Kinds whose names others have taken for their own, so that the group tells them apart. */
function kindOf({ kind, group }: Manifest): string {
  const own = !group.includes('.') || group.endsWith('.k8s.io')
  return own || !/^(Service|Ingress|Deployment|Role|Secret|Job|Node|Gateway|Event)$/.test(kind)
    ? kind
    : `${kind}.${group}`
}

/** Without secrets, and without what the cluster writes down for itself. */
function bodyOf(kind: string, value: Value): Value {
  const body = emptyObject()
  for (const [key, one] of Object.entries(isObject(value) ? value : {})) {
    const secret = kind === 'Secret' && (key === 'data' || key === 'stringData')
    if (secret) body[key] = hidden
    else body[key] = withoutSecrets(key === 'metadata' ? metadataOf(one) : one)
  }
  return body
}

function metadataOf(value: Value): Value {
  if (!isObject(value)) return value
  const result = emptyObject()
  for (const [key, one] of Object.entries(value)) {
    if (key === 'managedFields') continue
    if (key !== 'annotations' || !isObject(one)) result[key] = one
    else {
      const kept = emptyObject()
      for (const [name, text] of Object.entries(one))
        if (!name.endsWith('/last-applied-configuration')) kept[name] = text
      result[key] = kept
    }
  }
  return result
}

function isKustomization({ kind, group, place }: Manifest, problems: Problem[]): boolean {
  if (kind !== 'Kustomization' || !group.startsWith('kustomize.config.')) return false
  problems.push(
    troubled(
      'part-unread',
      place,
      'A Kustomization only says of which files a deployment is made.',
      'Render it, and give what that writes: kubectl kustomize FOLDER > rendered.yaml',
    ),
  )
  return true
}

function troublesOf(manifest: Manifest, needs: readonly Need[], unseen: readonly string[]): readonly Problem[] {
  const { kind, namespace, name, place } = manifest
  const address = addressOf(kind, namespace, name ?? '')
  const told = (where: Need['where']) =>
    needs.filter((one) => one.where === where).map((one) => `${one.address} (by ${one.words})`)
  const [dangling, outside] = [told('dangling'), told('outside')]
  return [
    ...(name === undefined && at(manifest.value, 'metadata.generateName') === undefined
      ? [troubled('name-missing', place, `A ${kind} has no name under metadata.`)]
      : []),
    ...(dangling.length > 0
      ? [
          troubled(
            'reference-dangling',
            place,
            `${address} needs what is not declared here: ${dangling.join(', ')}.`,
            'Give the manifests that declare it beside these, or take away what mentions it.',
          ),
        ]
      : []),
    ...(outside.length > 0
      ? [troubled('reference-outside', place, `${address} refers to what is not declared here: ${outside.join(', ')}.`)]
      : []),
    ...(unseen.length > 0
      ? [
          troubled(
            'dependencies-unknown',
            place,
            `What ${address} reaches by ${unseen.join(', ')} is not in the manifests: the value lies in a secret, which is not read, or elsewhere.`,
          ),
        ]
      : []),
  ]
}
