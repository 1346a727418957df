import type { Claim } from "../fact";
import type { ServiceFiles } from "../service-files";

/** Official images that run as root unless they are told otherwise. */
const ROOT_IMAGE =
  /(^|\/)(node|python|golang|eclipse-temurin|amazoncorretto|openjdk|maven|gradle|nginx|httpd|debian|ubuntu|alpine|busybox|ruby|php|rust)([:@]|$)|^scratch$|distroless/;

/** Users that official images bring, by their image. */
const KNOWN: readonly { readonly image: RegExp; readonly user: string; readonly id: number }[] = [
  { image: /(^|\/)node([:@]|$)/, user: "node", id: 1000 },
  { image: /(^|\/)nginx(-unprivileged)?([:@]|$)/, user: "nginx", id: 101 },
  { image: /distroless/, user: "nonroot", id: 65532 },
  { image: /(^|\/)oven\/bun([:@]|$)/, user: "bun", id: 1000 },
  ...["app", "$APP_UID", "${APP_UID}"].map((user) => ({ image: /(^|\/)dotnet\/[\w-]+:([89]|\d\d)\./, user, id: 1654 })),
];

/** The number of the user that the image runs as, which Kubernetes asks for: 0 is root. */
export function userClaims({ dockerfile }: ServiceFiles): Claim[] {
  if (!dockerfile) return [];
  const { user, stages } = dockerfile;
  const last = stages.at(-1)!;
  const base = dockerfile.base ?? "";
  if (!user)
    return ROOT_IMAGE.test(base) && !/nonroot|unprivileged/.test(base)
      ? [{ fact: "userId", values: [0], place: dockerfile.at(last.line), says: "it names no user: that is root" }]
      : [];
  const name = user.text.split(":")[0]!;
  const claim = (id: number, line: number, says: string): Claim => ({ fact: "userId", values: [id], place: dockerfile.at(line), says });
  if (/^\d+$/.test(name)) return [claim(Number(name), user.line, "USER")];
  if (name === "root") return [claim(0, user.line, "USER")];
  const made = dockerfile
    .final("RUN")
    .flatMap(({ text, line }) => text.split(/&&|;/).map((command) => ({ id: madeWith(command, name), line })))
    .filter(({ id }) => id !== undefined);
  if (made.length > 0) return made.map(({ id, line }) => claim(id!, line, `${name} is made there`));
  return KNOWN.filter((known) => known.user === name && known.image.test(base)).map(({ id }) =>
    claim(id, user.line, `the user ${name} of the base image`),
  );
}

function madeWith(command: string, name: string): number | undefined {
  if (!/\b(adduser|useradd)\b/.test(command) || !new RegExp(`(^|\\s)${name.replace(/[^\w-]/g, ".")}(\\s|$)`).test(command))
    return undefined;
  const id = /(?:--uid[= ]|-u[= ]?)(\d+)/.exec(command)?.[1];
  return id === undefined ? undefined : Number(id);
}
