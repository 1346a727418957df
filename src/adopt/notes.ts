import { copiedBy } from "./claims/build";
import { configurationsOf, nginxOf } from "./claims/nginx";
import type { Settled } from "./fact";
import { otherProgramsOf } from "./other-programs";
import { placeAt, type ServiceFiles } from "./service-files";
import type { FoundService } from "./services";

/** What a person should know of a service, and do, that no option says. */
export function notesOf(found: FoundService, { facts }: Settled): string[] {
  const service = found.files;
  return [...nginxNotes(service, facts.metrics?.value), ...imageNotes(service), ...djangoNotes(service), ...otherProgramsOf(found)];
}

const STATUS = `
    location = /stub_status {
        stub_status; allow 127.0.0.1; deny all;
    }
`;

function nginxNotes(service: ServiceFiles, metrics: unknown): string[] {
  const image = nginxOf(service);
  if (image === undefined) return [];
  const { dockerfile } = service;
  const files = configurationsOf(service);
  const isOwn = /\/etc\/nginx/.test(dockerfile!.file.text);
  const notes: string[] = [];
  // What is made elsewhere is not known.
  if (metrics !== "nginx" && (files.length > 0 || !isOwn)) {
    const what = files[0]
      ? `${files[0].path} has no stub_status`
      : `${dockerfile!.file.path} has no configuration of its own, and no stub_status`;
    notes.push(
      `${what}, so the requests of nginx are not counted. To have them counted, add to its server${STATUS}commit that, and say --metrics nginx.`,
    );
  }
  if (!/unprivileged/.test(image) && !files.some(({ text }) => /^\s*pid\s+\/tmp\//m.test(text)))
    notes.push(
      `${image} writes to /var/cache/nginx and /run, which the cluster lets it do neither as root nor as another user: build ${dockerfile!.file.path} FROM nginxinc/nginx-unprivileged, which listens at 8080.`,
    );
  return notes;
}

/** Images that start nothing which serves. */
const STARTS_NOTHING =
  /(^|\/)(node|python|golang|eclipse-temurin|amazoncorretto|openjdk|maven|gradle|debian|ubuntu|alpine)([:@]|$)|^scratch$/;

/** Left by a build, which nobody commits. */
const BUILT = /(^|\/)(dist|build|target|out|publish|\.next)(\/|$)|\.(jar|war)$/;

function imageNotes({ dockerfile, repository, folder }: ServiceFiles): string[] {
  if (!dockerfile) return [];
  const { file } = dockerfile;
  const isThere = (source: string) => ["", file.folder, folder].some((place) => repository.has(`${place}/${source}`.replace(/^\//, "")));
  const missing = copiedBy(dockerfile).find(({ source }) => BUILT.test(source) && !/[*?[]/.test(source) && !isThere(source));
  const nothing = !dockerfile.started && STARTS_NOTHING.test(dockerfile.base ?? "");
  return [
    ...(nothing ? [`${file.path} has neither CMD nor ENTRYPOINT, so its image does not start the program: say there what does.`] : []),
    ...(missing
      ? [
          `${file.path}:${missing.line} copies ${missing.source}, which is in no commit: the pipeline builds the image from those alone. Build it in a stage of the Dockerfile.`,
        ]
      : []),
  ];
}

/** The probes and Prometheus ask a pod by its address. */
function djangoNotes(service: ServiceFiles): string[] {
  return [...service.matches(/\.py$/, /^ALLOWED_HOSTS\s*=\s*(\[[^\]]*\]|[^\n]+)/gm)].flatMap(({ file, match }) => {
    const why = whoIsLetIn(match[1]!);
    return why === undefined ? [] : [`${file.path}:${placeAt(file, match.index).line}: ALLOWED_HOSTS ${why}`];
  });
}

/** What is wrong with it; nothing where everybody is let in, or only the run knows. */
function whoIsLetIn(written: string): string | undefined {
  const who = "nobody who asks by an address, as the cluster's probes and Prometheus do, and Django answers them 400";
  if (/^\[(\s*(["'])[^"'*]+\2\s*,?)*\s*\]$/.test(written))
    return `lets in ${who}. Let it be ["*"] there: the network policy says who gets through.`;
  const [, variable] = /["']([A-Z0-9_]*HOSTS?)["']/.exec(written) ?? [];
  if (variable === undefined || written.includes("*")) return undefined;
  return `is what the variable ${variable} says, and without it lets in ${who}. Give ${variable} the value "*" in extraEnv of its values.yaml: the network policy says who gets through.`;
}
