/**
 * Errors stop the tool; what is wrong with the user's site is a Finding instead (model/finding.ts).
 * Three classes because three parties can act: the user, the outside world, and us.
 */

/** Every error code, with what it means. The type of a code is derived from this table. */
export const errorCodes = {
  'artifact.damaged': 'A file in the workspace does not have the shape its schema asks for.',
  'artifact.missing': 'A step needs the artefact of an earlier step, and it is not there.',
  'artifact.newer': 'A file was written by a newer drplan than this one.',
  'artifact.older': 'A file in the workspace was written by an older drplan.',
  'artifact.too-large': 'A file is larger, or has more in it, than drplan reads.',
  'bug.invariant': 'Something that cannot happen happened.',
  'bug.unknown': 'An exception that drplan did not foresee.',
  'catalogue.component-unknown': 'A component is not in the catalogue.',
  'catalogue.damaged': 'A row of the catalogue does not have the shape its schema asks for.',
  'catalogue.prices-invalid': 'A row of the own prices is not allowed.',
  'catalogue.prices-missing': 'The file of own prices that drplan.yaml names is not there.',
  'catalogue.prices-syntax': 'The file of own prices is not YAML.',
  'check.baseline-invalid': 'A baseline of findings is not as drplan writes it.',
  'check.baseline-missing': 'There is no such baseline of findings.',
  'ci.exists': 'A file of a pipeline is already there, with other content.',
  'ci.path-unsupported': 'A path cannot stand in the file of a pipeline, which would read parts of it as code.',
  'cli.usage': 'The command line is not understood.',
  'config.exists': 'drplan.yaml is already there and would be overwritten.',
  'config.invalid': 'A value in drplan.yaml is not allowed.',
  'config.missing': 'There is no drplan.yaml.',
  'config.region-unknown': 'The recovery region is not in the catalogue.',
  'config.syntax': 'drplan.yaml is not YAML.',
  'config.unreadable': 'drplan.yaml is there, but cannot be read.',
  'evidence.check-invalid': 'A report of a check is not as drplan writes it, or of another plan.',
  'evidence.damaged': 'An evidence pack cannot be read.',
  'evidence.missing': 'There is no such evidence pack, or a file that it is to be made of is not there.',
  'evidence.too-large': 'An evidence pack is larger, or has more in it, than drplan packs or reads.',
  'forecast.invalid': 'A forecast was asked for with settings that make no sense.',
  'library.option-invalid': 'An option of a function of the library is not allowed.',
  'mapping.candidate-missing': 'A VM has nothing it could be assigned to.',
  'mapping.choice-invalid': 'A candidate, an edge or a pair of the assignment problem names what is not there.',
  'mapping.limit-invalid': 'A limit of the assignment problem, or what a candidate takes from it, is not an amount.',
  'mapping.price-invalid': 'A candidate has a price that is not a whole number of cents.',
  'network.address-invalid': 'A text is not an IP address.',
  'network.cidr-invalid': 'A text is not a CIDR.',
  'permissions.invalid': 'A file of permissions holds neither policies nor roles of the target.',
  'permissions.missing': 'The file of permissions that drplan.yaml names is not there.',
  'plan.missing': 'There is no plan to check or compare.',
  'policy.id-taken': 'Two policies have one id.',
  'policy.invalid': 'A setting of a file of policies is not allowed.',
  'policy.missing': 'There is no such file of policies.',
  'policy.syntax': 'A file of policies is not YAML.',
  'policy.unknown': 'There is no policy of that id.',
  'policy.unreadable': 'A file of policies is there, but cannot be read.',
  'replication.grid-invalid': 'Samples of written bytes are on a grid that cannot be replayed.',
  'replication.points-invalid':
    'A file of recovery points names a VM that is not there, or has a value that cannot be.',
  'replication.points-missing': 'The file of recovery points is not there.',
  'run.ambiguous': 'Several runs are open, and none is named.',
  'run.closed': 'The run was aborted: nothing more is begun in it.',
  'run.damaged': 'The journal or the runbook of a run is not as it was written.',
  'run.held': 'Somebody else has the step.',
  'run.missing': 'There is no such run.',
  'run.not-ready': 'The step cannot be begun yet.',
  'run.open': 'Another run that moves the same site is open.',
  'run.parameter-missing': 'A command needs a value that the run was not given.',
  'run.parameter-unknown': 'The runbook has no such parameter.',
  'run.plan-changed': 'The plan is not the one that the runbook or the run was made from.',
  'run.refused': 'The run does not allow it.',
  'run.step-unknown': 'The runbook has no such step.',
  'run.taken-over': 'The step belongs to another attempt by now.',
  'runbook.damaged': 'A runbook does not have the shape its schema asks for.',
  'runbook.missing': 'There is no such runbook.',
  'scenario.invalid': 'A setting of a scenario is not allowed.',
  'scenario.missing': 'There is no such scenario file.',
  'scenario.name-taken': 'Two scenarios have one name.',
  'scenario.syntax': 'A scenario file is not YAML.',
  'scenario.unreadable': 'A scenario file is there, but cannot be read.',
  'simulation.application-unknown': 'The plan has no such application to look at.',
  'simulation.invalid': 'A recovery was to be simulated that makes no sense: a circle, or something that is not there.',
  'simulation.times-invalid': 'A file of measured times does not have the shape its schema asks for.',
  'simulation.times-missing': 'The file of measured times is not there.',
  'simulation.zone-unknown': 'No planned VM is known to run in what is to be lost.',
  'source.answer-damaged': 'An answer of a live system cannot be read.',
  'source.file-damaged': 'A file cannot be read as what it claims to be.',
  'source.file-missing': 'A file or folder that drplan.yaml names is not there.',
  'source.nothing-readable': 'A source held nothing that could be read.',
  'source.query-refused': 'A live system does not accept what it is asked.',
  'source.shape-unknown': 'A file is readable, but has none of the columns or keys that are needed.',
  'source.throttled': 'A live system still asks to be asked less often, after several tries.',
  'source.unauthorised': 'The credentials for a live system are missing, or not enough.',
  'source.unreachable': 'A live system does not answer.',
  'workspace.locked': 'Another drplan is writing to the same workspace.',
  'workspace.unwritable': 'A file could not be written.',
} as const

export type ErrorCode = keyof typeof errorCodes

/** Where in a file something is wrong: lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
  /** How many characters from `column` on are meant. */
  readonly length?: number
}

export interface ErrorOptions {
  readonly suggestions?: readonly string[]
  readonly place?: Place
  readonly cause?: unknown
}

export abstract class DrplanError extends Error {
  abstract readonly exitCode: number
  readonly code: ErrorCode
  readonly suggestions: readonly string[]
  readonly place: Place | null

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.suggestions = options.suggestions ?? []
    this.place = options.place ?? null
  }
}

/** The user can fix it: flags, drplan.yaml, artefacts, input files. Exit code 2. */
export class InputError extends DrplanError {
  override readonly exitCode = 2
}

/** The outside failed: credentials, throttling after retries, unreachable. Exit code 3. */
export class SourceError extends DrplanError {
  override readonly exitCode = 3
}

/** We are wrong: an invariant broke. Also wraps every unknown exception. Exit code 70. */
export class BugError extends DrplanError {
  override readonly exitCode = 70
}
