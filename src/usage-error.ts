/** The command was called wrongly: the message says what is allowed; exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** The surroundings do not allow it (a full disk, a path that is taken): the message says which and what to do; exit code 1. */
export class Failure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Failure";
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EACCES: "permission denied",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
  EBUSY: "it is in use",
  EISDIR: "a folder is where a file belongs",
  ENOTDIR: "a file is where a folder belongs",
  ENOTEMPTY: "somebody else has just put something there",
  EEXIST: "somebody else has just put something there",
  ENAMETOOLONG: "the path is too long",
  ENOENT: "there is no such file or folder",
  ELOOP: "it is a circle of symbolic links",
};

/** An error of the operating system as a sentence, in its own words where we have no better ones; any other error as it is. */
export function toFailure(error: unknown, what: string): Error {
  const { code = "", message = "", path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const reason = reasons[code] ?? /^E[A-Z0-9]+: (.+?)(,|$)/.exec(code ? message : "")?.[1];
  if (error instanceof Failure || error instanceof UsageError || reason === undefined) return error as Error;
  const place = dest ?? path;
  return new Failure(`${what}: ${reason}${place ? ` (${place})` : ""}`);
}
