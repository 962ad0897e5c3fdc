import type { ExitCode } from './exit-codes.ts'
import { describeFailure } from './failure.ts'
import type { Language } from './language.ts'

/** Runs a command to its exit code; whatever it throws becomes a sentence on stderr that says what to do next. */
export async function runCommand(language: Language, command: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await command()
  } catch (error) {
    const { sentence, exitCode } = describeFailure(error, language)
    process.stderr.write(`${sentence}\n`)
    process.exitCode = exitCode
  }
}

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** For programs: one JSON value and nothing else. */
export const printJson = (value: unknown): void => print(JSON.stringify(value))
