import { part, textValue } from "../workspace/yaml";
import { isOfImage } from "./claims/container";
import { followsProcfile } from "./claims/start";
import { type FoundService, OTHER_PURPOSE } from "./services";

/** What is started from the files of a service beside what the pipeline builds: that is not delivered with it. */
export function otherProgramsOf(found: FoundService): string[] {
  return [...stagesOf(found), ...commandsOf(found), ...processesOf(found)];
}

/** What ends when it is done, and is no service. */
const JOB = /(^|[\s:_-])(migrat\w*|seed\w*|init|setup|collectstatic|release|test\w*|lint)\b/;

/** A stage for development is meant to be another one. */
function stagesOf({ files, compose }: FoundService): string[] {
  const { dockerfile } = files;
  if (!dockerfile) return [];
  const last = dockerfile.stages.at(-1)!;
  return compose
    .filter((one) => !isOfImage(files, one) && !OTHER_PURPOSE.test(one.target!))
    .map(
      ({ target, place }) =>
        `${place.file.path}:${place.line} builds the stage ${target} of ${dockerfile.file.path}, and the pipeline its last one${last.alias ? `, ${last.alias}` : ""}: put the stage that is to be delivered last, or into a Dockerfile of its own.`,
    );
}

function commandsOf({ files, compose }: FoundService): string[] {
  return compose
    .filter((one) => isOfImage(files, one))
    .flatMap(({ name, value, place }) => {
      const written = part(value, "command");
      const command = Array.isArray(written) ? written.map(String).join(" ") : textValue(written);
      // With ports it is the service itself, started in another way.
      if (!command || part(value, "ports") !== undefined || JOB.test(`${name} ${command}`)) return [];
      return [ownService(`${place.file.path}:${place.line}`, name, command)];
    });
}

/** Of a Procfile by which it is started. */
function processesOf({ files }: FoundService): string[] {
  const procfile = followsProcfile(files);
  if (!procfile) return [];
  return procfile.lines.flatMap((text, at) => {
    const [, name, command] = /^([\w-]+):\s*(\S.*)$/.exec(text) ?? [];
    if (!name || name === "web" || JOB.test(`${name} ${command}`)) return [];
    return [ownService(`${procfile.path}:${at + 1}`, name, command!.trim())];
  });
}

const ownService = (place: string, name: string, command: string): string =>
  `${place} also starts ${name} (${command}): that is a service of its own, with a Dockerfile that starts it.`;
