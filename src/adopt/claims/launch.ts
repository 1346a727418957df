import { posix } from "node:path";
import { wordsOf } from "../../workspace/shell";
import { packageJson } from "../dependencies";
import type { Environment } from "../environment";
import type { ServiceFiles } from "../service-files";

/** A program as it is started, and what it is given. */
export interface Launch {
  readonly words: readonly string[];
  readonly environment: Environment;
}

/** Programs that only start another one, which follows them. */
const LAUNCHERS =
  /^(exec|tini|dumb-init|--|nohup|env|cross-env|cross-env-shell|opentelemetry-instrument|ddtrace-run|newrelic-admin|run-program)$/;
const SHELL = /^(sh|bash|ash|dash)$/;
const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;
/** Words of a shell that decide what runs, or run several things. */
const DECIDES = /(^|[\s;])(if|for|while|until|case|select|trap|function)\s|\|\||[^&>]&(?![&>\d])|(^|[^|])\|([^|]|$)/;
/** Longer ways are none of a person's. */
const MAX_STEPS = 10;

/** The program at the end of the way that a command takes: through shells, scripts and package managers. Nothing where only the run knows it. */
export function followed(service: ServiceFiles, command: readonly string[], given: Environment): Launch | undefined {
  let words = [...command];
  const environment = new Map(given);
  for (let step = 0; step < MAX_STEPS; step++) {
    words = afterLaunchers(words, environment);
    const next = nextOf(service, words);
    if (next === "end") return words.length > 0 ? { words, environment } : undefined;
    if (next === undefined) return undefined;
    words = next;
  }
  return undefined;
}

function afterLaunchers(words: readonly string[], environment: Map<string, string>): string[] {
  let at = 0;
  for (; at < words.length; at++) {
    const [, name, value] = ASSIGNMENT.exec(words[at]!) ?? [];
    if (name !== undefined) environment.set(name, value!);
    else if (!LAUNCHERS.test(posix.basename(words[at]!))) break;
  }
  return words.slice(at);
}

/** What these words start, `end` where they are the program themselves. */
function nextOf(service: ServiceFiles, words: readonly string[]): string[] | "end" | undefined {
  const [program = "", verb = "", ...rest] = words;
  const name = posix.basename(program);
  if (SHELL.test(name)) return /^-\w*c$/.test(verb) ? lastOf(rest[0] ?? "") : scriptOf(service, verb, rest);
  if (/^(uv|poetry|pipenv)$/.test(name)) return verb === "run" ? rest.filter((word, at) => at > 0 || !word.startsWith("--")) : undefined;
  if (/^(npm|yarn|pnpm|bun)$/.test(name)) return packageScript(service, name, [verb, ...rest]);
  if (/^(npx|bunx)$/.test(name)) return verb.startsWith("-") ? undefined : [verb, ...rest];
  return scriptOf(service, program, words.slice(1));
}

/** The last command of a text, where it is run in any case. */
function lastOf(text: string): string[] | undefined {
  if (DECIDES.test(text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '""'))) return undefined;
  return wordsWithVariables(
    text
      .split(/&&|;|\n/)
      .filter((part) => part.trim() !== "")
      .at(-1) ?? "",
  );
}

/** `wordsOf` leaves out what is given to the program in front of it. */
function wordsWithVariables(text: string): string[] {
  const [front = ""] = /^\s*(?:exec\s+)?(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)\s+)+/.exec(text) ?? [];
  const variables = [...front.matchAll(/([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S*)/g)];
  return [...variables.map(([, name, value]) => `${name}=${value!.replace(/^["']|["']$/g, "")}`), ...wordsOf(text.slice(front.length))];
}

/** A script of the repository; a program of which the repository has no source is the end. */
function scriptOf(service: ServiceFiles, path: string, rest: readonly string[]): string[] | "end" | undefined {
  const name = posix.basename(path);
  const found = service.repository.under(service.folder).filter((file) => file.name === name && /^#!.*sh\b|^\s*exec\s/m.test(file.text));
  if (found.length === 0) return name.endsWith(".sh") ? undefined : "end";
  if (found.length > 1) return undefined;
  const text = found[0]!.text.replace(/^\s*#[^\n]*/gm, "").replace(/\\\n/g, " ");
  const executed = [...text.matchAll(/(?:^|&&|;|\bthen|\belse)\s*exec\s+([^\n;]+)/gm)].map(([, command]) => command!.trim());
  if (executed.length > 1) return undefined;
  const [command] = executed;
  if (command === undefined) return lastOf(text);
  if (/^(--\s+)?"?\$[@*]"?$/.test(command)) return [...rest];
  return lastOf(command);
}

/** What a script of package.json runs; where it lies in another folder, nothing is known. */
function packageScript(service: ServiceFiles, manager: string, words: readonly string[]): string[] | undefined {
  const [verb = "", name = ""] = words[0] === "run" ? words.slice(1) : words;
  const script = packageJson(service.file("package.json")).scripts?.[verb];
  const isShort = manager !== "npm" || words[0] === "run" || verb === "start";
  if (verb.startsWith("-") || name.startsWith("-") || !isShort || typeof script !== "string") return undefined;
  return lastOf(script);
}
