import type { SourceFile } from "../../workspace/repository";
import { wordsOf } from "../../workspace/shell";
import type { Place } from "../../workspace/yaml";
import { packageJson } from "../dependencies";
import type { Environment } from "../environment";
import type { Claim } from "../fact";
import { placeOf, type ServiceFiles } from "../service-files";
import { followed, type Launch } from "./launch";

/** How the service is started: by its image or, without one, by its Procfile or package.json. */
export interface Start {
  /** As it is written, without what only starts something. */
  readonly shown: string;
  readonly place: Place;
  /** The program at the end of it; nothing where only the run knows it. */
  readonly launch: Launch | undefined;
}

export function startOf(service: ServiceFiles): Start | undefined {
  const environment = service.dockerfile?.environment ?? new Map<string, string>();
  const command = service.dockerfile?.started;
  if (command) return start(service, command.words, service.dockerfile!.at(command.line), environment);
  if (service.dockerfile) return undefined;
  const procfile = followsProcfile(service);
  if (!procfile) return startOfPackage(service);
  const line = procfile.lines.findIndex((text) => text.startsWith(WEB));
  const text = procfile.lines[line]!.slice(WEB.length).trim();
  return start(service, ["sh", "-c", text], { file: procfile, line: line + 1 }, environment);
}

const WEB = "web:";

/** The Procfile that tells how a service is started which has no image. */
export function followsProcfile(service: ServiceFiles): SourceFile | undefined {
  const procfile = service.file("Procfile");
  return !service.dockerfile && procfile?.lines.some((text) => text.startsWith(WEB)) ? procfile : undefined;
}

function startOfPackage(service: ServiceFiles): Start | undefined {
  const file = service.file("package.json");
  const command = packageJson(file).scripts?.start;
  if (!file || typeof command !== "string") return undefined;
  // What npm itself would run; anything but node is found by npm alone.
  const words = /^node\s+[^&|;]+$/.test(command) ? wordsOf(command) : ["npm", "start"];
  return start(service, words, placeOf(file, /"start"\s*:/), new Map());
}

function start(service: ServiceFiles, words: readonly string[], place: Place, environment: Environment): Start {
  return { shown: shownOf(words), place, launch: followed(service, words, environment) };
}

/** `sh -c "exec x"` and `tini -- x` start x. */
function shownOf(words: readonly string[]): string {
  const first = words.findIndex((word) => !/^(exec|--|(\/usr\/bin\/|\/sbin\/)?(tini|dumb-init))$/.test(word));
  const [program = "", flag = "", text = "", ...more] = words.slice(Math.max(0, first));
  const isShell = /^(\/bin\/)?(sh|bash|ash)$/.test(program) && /^-\w*c$/.test(flag);
  return isShell
    ? text
        .trim()
        .replace(/\s+/g, " ")
        .replace(/^exec /, "")
    : [program, flag, text, ...more].filter((word) => word !== "").join(" ");
}

export function startClaims(started: Start | undefined): Claim[] {
  return started ? [{ fact: "start", values: [started.shown], place: started.place, says: "it is started so" }] : [];
}
