import type { Problem } from '#diagnostics'
import { isJson, type JsonText, parseJson, type SourceFile } from './json.ts'
import { troubled } from './trouble.ts'

/** A file as JSON; undefined where it is none, and then a problem tells where and why. */
export function readable(file: SourceFile, problems: Problem[]): JsonText | undefined {
  if (/\.bicep(param)?$/i.test(file.name)) {
    const place = { file: file.name, line: 1, column: 1, endLine: 1, endColumn: 1 }
    const compile = file.name.endsWith('param') ? 'build-params' : 'build'
    problems.push(
      troubled(
        'input-of-another-format',
        place,
        `${file.name} is Bicep's source, which only Bicep itself can compile.`,
        `Compile it first, and give what that writes: az bicep ${compile} --file ${file.name}`,
      ),
    )
    return undefined
  }
  const json = parseJson(file)
  if (isJson(json)) return json
  problems.push(troubled('input-unreadable', json.place, `${file.name} is no JSON from here on: ${json.what}.`))
  return undefined
}
