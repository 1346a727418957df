import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { parse } from "yaml";
import { UsageError } from "../usage-error";

/** Options of one portfolio as a file says them; `directory` is where it goes, in a list of several. */
export type ConfiguredPortfolio = Readonly<Record<string, unknown>>;

/**
 * Reads a file with the options of a portfolio, or a list of several.
 *
 * @throws UsageError that names the file and what is wrong with it.
 */
export function readConfig(file: string): ConfiguredPortfolio | readonly ConfiguredPortfolio[] {
  const config = parseConfig(file, readText(file));
  if (Array.isArray(config) && config.length > 0 && config.every(isObject)) return config;
  if (isObject(config)) return config;
  throw new UsageError(`${file} must hold the options of a portfolio, or a list of such, but holds ${describe(config)}`);
}

function readText(file: string): string {
  const bytes = readBytes(file);
  // Windows' editors and PowerShell write it; half of its bytes are zero where the text is ASCII.
  if (/^(?:\xff\xfe|\xfe\xff)|\0/.test(bytes.toString("latin1"))) throw new UsageError(`${file} is UTF-16: save it as UTF-8`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes); // drops a byte order mark
  } catch {
    throw new UsageError(`${file} is not UTF-8: save it as UTF-8`);
  }
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`cannot read --config ${file}: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function parseConfig(file: string, text: string): unknown {
  try {
    return extname(file) === ".json" ? JSON.parse(text) : parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not valid ${extname(file) === ".json" ? "JSON" : "YAML"}: ${(error as Error).message}`);
  }
}

function isObject(value: unknown): value is ConfiguredPortfolio {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "a list with something else" : `a ${typeof value}`;
}
