import { nearest, type Problem } from '#diagnostics'
import type { Declared, Imported, Importer, Objective } from '../importer.ts'
import type { JsonText, SourceFile } from '../json.ts'
import { beyond, limits } from '../limits.ts'
import { objectivesOf } from '../openslo/objectives.ts'
import { outerFields, versions } from '../openslo/specification.ts'
import { hidden, withoutSecrets } from '../secrets.ts'
import { troubled } from '../trouble.ts'
import { at, emptyObject, isList, isObject, items, textOf, Unknown, type Value, valueOf } from '../value.ts'
import { documentsIn, startOf } from '../yaml.ts'

/** Objectives of OpenSLO in its three versions; what the specification does not have is an error, as it demands. */
export const openslo: Importer = {
  format: 'openslo',
  title: 'Objectives of services in OpenSLO',
  files: ['.yaml', '.yml', '.json'],
  howToGet: 'The files of OpenSLO as they are; most tools for SLOs export them.',
  read,
}

function read(files: readonly SourceFile[]): Imported {
  const problems: Problem[] = []
  const declared: Declared[] = []
  const objectives: Objective[] = []
  for (const file of files) {
    const documents = documentsIn(file, problems)
    if (documents?.length === 0)
      problems.push(troubled('input-empty', startOf(file.name), `${file.name} declares nothing.`))
    for (const document of documents ?? [])
      for (const value of isList(document.value) ? items(document.value) : [document.value]) {
        if (!isOpenSlo(value, document, file.name, problems)) continue
        declared.push(declare(value, document))
        problems.push(...troublesOf(value, document))
        if (at(value, 'kind') === 'SLO') objectives.push(...objectivesOf(value, document.placeOf))
      }
    if (declared.length > limits.resources) beyond('The input has more objects than anybody keeps', limits.resources)
  }
  const known = new Set(declared.map(({ address }) => address))
  for (const { mentions = [], address, place } of declared) {
    const gone = mentions.filter(([by, to]) => by !== 'service' && !known.has(to)).map(([by, to]) => `${to} (${by})`)
    if (gone.length > 0)
      problems.push(
        troubled('reference-outside', place, `${address} refers to what is not declared here: ${gone.join(', ')}.`),
      )
  }
  return { declared, objectives, problems }
}

function isOpenSlo(value: Value, document: JsonText, file: string, problems: Problem[]): boolean {
  const version = textOf(valueOf(value, 'apiVersion'))
  if (version !== undefined && versions.has(version)) return true
  const whole = isObject(value) || isList(value) ? document.placeOf(value) : startOf(file)
  problems.push(
    troubled(
      'input-of-another-format',
      version === undefined ? whole : document.placeOf(value, 'apiVersion'),
      version === undefined
        ? `${file} has something without an apiVersion here.`
        : `The apiVersion “${version}” is none of ${[...versions.keys()].join(', ')}.`,
      'Write the version by which the object is meant; its fields are checked against it.',
    ),
  )
  return false
}

/** Fields that the version does not have, and a name that is missing. */
function troublesOf(value: Value, document: JsonText): readonly Problem[] {
  const version = textOf(at(value, 'apiVersion')) ?? ''
  const kind = textOf(at(value, 'kind')) ?? ''
  const kinds = versions.get(version) ?? {}
  const fields = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  const spec = at(value, 'spec')
  return [
    ...unknownFields(value, outerFields, `An object of ${version}`, document),
    ...(fields && spec !== undefined
      ? unknownFields(spec, fields, `The spec of a ${kind} of ${version}`, document)
      : []),
    ...(textOf(at(value, 'metadata.name')) === undefined
      ? [troubled('name-missing', document.placeOf(value), `A ${kind} has no name under metadata.`)]
      : []),
  ]
}

function unknownFields(value: Value, fields: readonly string[], what: string, document: JsonText): readonly Problem[] {
  if (!isObject(value)) return []
  return Object.keys(value)
    .filter((key) => !fields.includes(key))
    .map((key) => {
      const meant = nearest(key, fields)
      const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
      return troubled(
        'field-unknown',
        document.placeOf(value, key),
        `${what} has no field “${key}”, only ${fields.join(', ')}.${hint}`,
      )
    })
}

function declare(value: Value, document: JsonText): Declared {
  const kind = textOf(at(value, 'kind')) ?? ''
  const name = textOf(at(value, 'metadata.name'))
  return {
    type: `openslo/${kind}`,
    name: name ?? new Unknown('the object has no name', '{name}'),
    address: `${kind}/${name ?? ''}`,
    location: kind === 'Service' ? elsewhere : 'global',
    body: bodyOf(kind, value),
    dependsOn: [],
    mentions: mentionsOf(kind, at(value, 'spec')),
    place: document.placeOf(value),
  }
}

const elsewhere = new Unknown('an objective does not say where its service runs', '{region of the service}')

function mentionsOf(kind: string, spec: Value | undefined): ReadonlyArray<readonly [by: string, mention: string]> {
  const found: Array<readonly [string, string]> = []
  const add = (by: string, target: string, value: Value | undefined) => {
    const name = textOf(value)
    if (name !== undefined && name !== '') found.push([by, `${target}/${name}`])
  }
  if (kind === 'SLO') {
    add('service', 'Service', at(spec, 'service') ?? at(spec, 'serviceRef'))
    for (const one of [spec, ...items(at(spec, 'objectives'))])
      add('indicator', 'SLI', at(one, 'indicatorRef') ?? at(one, 'sliRef'))
    for (const one of items(at(spec, 'alertPolicies')))
      add('alert policy', 'AlertPolicy', typeof one === 'string' ? one : at(one, 'alertPolicyRef'))
  }
  if (kind === 'AlertPolicy') {
    for (const one of items(at(spec, 'conditions'))) add('condition', 'AlertCondition', at(one, 'conditionRef'))
    for (const one of items(at(spec, 'notificationTargets')))
      add('target', 'AlertNotificationTarget', at(one, 'targetRef'))
  }
  if (kind === 'SLI') {
    const parts = ['good', 'bad', 'total', 'raw'].map((one) => at(spec, `ratioMetric.${one}`))
    for (const one of [at(spec, 'thresholdMetric'), ...parts])
      add('data source', 'DataSource', at(one, 'metricSource.metricSourceRef') ?? at(one, 'dataSourceRef'))
  }
  return found
}

/** How a data source is reached is full of keys, and nothing is concluded from it. */
function bodyOf(kind: string, value: Value): Value {
  const body = withoutSecrets(value)
  const spec = isObject(body) ? body['spec'] : undefined
  if (kind !== 'DataSource' || !isObject(body) || !isObject(spec ?? null)) return body
  const kept = Object.assign(emptyObject(), spec)
  if (Object.hasOwn(kept, 'connectionDetails')) kept['connectionDetails'] = hidden
  return Object.assign(emptyObject(), body, { spec: kept })
}
