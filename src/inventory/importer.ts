import type { Place, Problem } from '#diagnostics'
import type { HclSyntax } from './hcl-syntax.ts'
import type { SourceFile } from './json.ts'
import type { Unknown, Value } from './value.ts'

/** A resource as an input declares it, before anything is concluded from it. */
export interface Declared {
  /** The type as Azure spells it, such as `Microsoft.Sql/servers/failoverGroups`, or one of the format's own. */
  readonly type: string
  /** With the names of its parents, such as `server/group`. */
  readonly name: Value
  /** What the input calls it: `azurerm_mssql_server.main`, or type and name. */
  readonly address: string
  readonly location?: Value | undefined
  /** Subscription and resource group in lower case, or the words in place of them; absent where nothing is said. */
  readonly within?: string | undefined
  /** Everything that is said of it, in the shape of Resource Manager: `sku`, `kind`, `zones`, `tags`, `properties`. */
  readonly body: Value
  /** Names or ids of what must be there before it. */
  readonly dependsOn: readonly Value[]
  /** Addresses of what it needs without waiting for it to be made, by what of it says so. */
  readonly mentions?: ReadonlyArray<readonly [by: string, mention: string]> | undefined
  /** Present where it is not known whether it is there at all, or how often. */
  readonly doubt?: Unknown | undefined
  /** It is only referred to, and was made elsewhere. */
  readonly existing?: boolean | undefined
  readonly place: Place
}

/** What a service has promised to those who use it. */
export interface Objective {
  readonly name: string
  /** The service by the name that the input has for it. */
  readonly service: string
  /** The share of good events or times, from 0 to 1; unknown where the input does not say it. */
  readonly target: number | Unknown
  /** Days over which it is looked at. */
  readonly windowDays?: number | Unknown
  /** How the budget is counted, as the input calls it. */
  readonly counted?: string
  readonly place: Place
}

/** A step that people do by a document of theirs. */
export interface WrittenStep {
  /** The headings above it, outermost first. */
  readonly under: readonly string[]
  /** As plain text. */
  readonly says: string
  /** Commands that stand with it, a block each. */
  readonly commands: readonly string[]
  readonly place: Place
}

/** What a format gives. */
export interface Imported {
  readonly declared: readonly Declared[]
  /** Type and name of what is declared and will not be made, so that nobody misses it. */
  readonly skipped?: ReadonlyArray<readonly [type: string, name: string]>
  readonly objectives?: readonly Objective[]
  readonly steps?: readonly WrittenStep[]
  /** What is wrong with the input, and what of it is unknown. */
  readonly problems: readonly Problem[]
}

/** What a person says beside the files. */
export interface Given {
  /** The region of the resource group, or of whatever the input leaves to the day of its deployment. */
  readonly location?: string | undefined
  /** Values of parameters and variables, by name; JSON where it is JSON, else text. */
  readonly values: Readonly<Record<string, string>>
  /** Reads the syntax of HCL; only Terraform's own files need it. */
  readonly hcl?: (file: SourceFile) => HclSyntax
  /** Text of a file beside one that was given; undefined where there is none. */
  readonly read: (name: string) => string | undefined
  /** Names of the files of a folder; where nobody can say them, files of usual names alone are looked for. */
  readonly list?: (folder: string) => readonly string[]
}

/** One format that Muster reads. */
export interface Importer {
  /** The word on the command line. */
  readonly format: string
  readonly title: string
  /** What of a folder belongs to it, by the end of the name. */
  readonly files: readonly string[]
  /** How to make such a file, in one sentence. */
  readonly howToGet: string
  /** @throws Failure `usage` for what cannot be read at all, or is beyond the limits */
  readonly read: (files: readonly SourceFile[], given: Given) => Imported
}
