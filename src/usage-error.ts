/** The command was called wrongly: the message says what is allowed; exit code 2. */
export class UsageError extends Error {}
