import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import { filesOf, type Included, readPlan } from './index.ts'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'muster-included-')))
const project = join(base, 'project')
const plans = join(project, 'plans')

/** What makes a named pipe, where the system has them. */
const pipeMaker = process.platform === 'win32' ? undefined : 'mkfifo'

function put(path: string, text = `# ${path}`): void {
  const whole = join(base, path)
  mkdirSync(dirname(whole), { recursive: true })
  writeFileSync(whole, text)
}

/** Reads a path as the plan project/plans/muster.yaml names it, from the project's root. */
function read(path: string, from = 'plans/muster.yaml'): Included {
  return filesOf(project, readPlan(project, join(plans, 'muster.yaml')))(from, path)
}

const code = (found: Included) => ('code' in found ? found.code : 'read')

beforeAll(() => {
  mkdirSync(join(project, '.git'), { recursive: true })
  put('project/plans/muster.yaml')
  put('project/plans/contacts.yaml')
  put('project/plans/deep/er.yaml')
  put('project/shared/flows.yaml')
  put('project-too/near.yaml')
  put('secret.yaml', 'password: hunter2')
  put('project/plans/long.yaml', 'x'.repeat(1_000_004))
  put('project/plans/longest.yaml', 'x'.repeat(1_000_003))
  mkdirSync(join(plans, 'folder.yaml'))
  symlinkSync(join(base, 'secret.yaml'), join(plans, 'away.yaml'))
  symlinkSync(base, join(plans, 'up'))
  symlinkSync('/dev/zero', join(plans, 'zero.yaml'))
  symlinkSync('round.yaml', join(plans, 'round.yaml'))
  symlinkSync('nowhere.yaml', join(plans, 'dangling.yaml'))
  symlinkSync('../shared/flows.yaml', join(plans, 'within.yaml'))
  symlinkSync('../shared', join(plans, 'shared'))
  linkSync(join(plans, 'contacts.yaml'), join(plans, 'second-name.yaml'))
  if (pipeMaker !== undefined) execFileSync(pipeMaker, [join(plans, 'pipe.yaml')])
})

afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

describe('a file that a plan names', () => {
  it('is read by its path from the file that names it, and shown from the working directory', () => {
    expect(read('contacts.yaml')).toEqual({ file: 'plans/contacts.yaml', text: '# project/plans/contacts.yaml' })
    expect(read('../shared/flows.yaml')).toMatchObject({ file: 'shared/flows.yaml' })
    const port = filesOf(plans, readPlan(plans, join(plans, 'muster.yaml')))
    expect(port('muster.yaml', 'deep/er.yaml')).toMatchObject({ file: 'deep/er.yaml' })
    expect(port('deep/er.yaml', '../contacts.yaml')).toMatchObject({ file: 'contacts.yaml' })
    expect(port('muster.yaml', '../shared/flows.yaml')).toMatchObject({ file: join(project, 'shared/flows.yaml') })
    expect(port(join(project, 'shared/flows.yaml'), '../plans/contacts.yaml')).toMatchObject({ file: 'contacts.yaml' })
  })

  it('has one name, whatever link it is reached by', () => {
    for (const path of ['within.yaml', 'shared/flows.yaml', '../shared/flows.yaml', 'deep/../../shared/flows.yaml'])
      expect(read(path)).toMatchObject({ file: 'shared/flows.yaml' })
  })

  it.each([
    ['a file that is not there', 'nowhere.yaml', 'file-missing'],
    ['a link that leads nowhere', 'dangling.yaml', 'file-missing'],
    ['a file beneath a file', 'contacts.yaml/x.yaml', 'file-missing'],
    ['a name that is too long', `${'x'.repeat(3000)}.yaml`, 'file-missing'],
    ['a parent of the project', '../../secret.yaml', 'path-outside'],
    ['the same in a roundabout way', 'deep/../../../secret.yaml', 'path-outside'],
    ['a folder whose name begins alike', '../../project-too/near.yaml', 'path-outside'],
    ['the project itself', '..', 'path-outside'],
    ['a file far away', '../../../../../../../../etc/passwd', 'path-outside'],
    ['a link that leads out', 'away.yaml', 'path-outside'],
    ['a folder that is a link and leads out', 'up/secret.yaml', 'path-outside'],
    ['a link to a device', 'zero.yaml', 'path-outside'],
    ['a NUL', 'contacts.yaml\0', 'path-outside'],
    ['a link that leads to itself', 'round.yaml', 'file-unreadable'],
    ['a folder', 'folder.yaml', 'file-not-regular'],
    ['more than a plan may hold', 'long.yaml', 'file-too-large'],
    ['as much as a plan may hold', 'longest.yaml', 'read'],
    ['a file of two names', 'second-name.yaml', 'read'],
  ])('that is %s gives %s', (_name, path, expected) => {
    const found = read(path)
    expect(code(found)).toBe(expected)
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })

  it('that is missing may be one of a name that is near', () => {
    expect(read('contact.yaml')).toEqual({
      code: 'file-missing',
      what: '"contact.yaml" cannot be read: there is no such file. Did you mean "contacts.yaml"?',
    })
    expect(read('deep/err.yaml')).toMatchObject({ what: expect.stringContaining('Did you mean "er.yaml"?') })
    expect(read('nothing-like-it.yaml')).toMatchObject({ what: expect.not.stringContaining('Did you mean') })
  })

  it.skipIf(pipeMaker === undefined)('that is a pipe is refused at once, though nobody writes to it', () => {
    expect(code(read('pipe.yaml'))).toBe('file-not-regular')
  })

  it('lies in the plan’s own folder where there is no checkout', () => {
    put('loose/muster.yaml')
    put('loose/a.yaml')
    put('other.yaml')
    const port = filesOf(base, readPlan(base, join(base, 'loose/muster.yaml')))
    expect(code(port('loose/muster.yaml', 'a.yaml'))).toBe('read')
    expect(code(port('loose/muster.yaml', '../other.yaml'))).toBe('path-outside')
  })

  it('cannot be swapped for a link while it is read', () => {
    put('project/plans/swap/a.yaml', 'audits: []')
    const port = filesOf(project, readPlan(project, join(plans, 'muster.yaml')))
    expect(code(port('plans/muster.yaml', 'swap/a.yaml'))).toBe('read')
    renameSync(join(plans, 'swap'), join(plans, 'swapped'))
    symlinkSync(base, join(plans, 'swap'))
    put('a.yaml', 'password: hunter2')
    expect(code(port('plans/muster.yaml', 'swap/a.yaml'))).toBe('path-outside')
  })
})

describe('the plan itself', () => {
  it('may be a link, for somebody has named it; what it names lies around the file it leads to', () => {
    symlinkSync(join(plans, 'muster.yaml'), join(base, 'link.yaml'))
    const port = filesOf(base, readPlan(base, join(base, 'link.yaml')))
    expect(code(port('link.yaml', 'contacts.yaml'))).toBe('read')
    expect(code(port('link.yaml', '../../secret.yaml'))).toBe('path-outside')
  })

  it.each([
    ['a folder', 'project/plans/folder.yaml', 'it is a folder'],
    ['a device', 'project/plans/zero.yaml', 'it is no ordinary file'],
    ['missing', 'project/plans/nowhere.yaml', 'there is no such file'],
  ])('is refused where it is %s', (_name, path, words) => {
    expect(() => readPlan(base, join(base, path))).toThrow(new Failure('usage', `${path} cannot be read: ${words}.`))
  })
})
