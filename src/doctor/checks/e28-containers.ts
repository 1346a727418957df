import type { Dockerfile } from "../../workspace/dockerfile";
import { containersOf, isWorkload, podPath } from "../../workspace/kube";
import { part, textValue } from "../../workspace/yaml";
import { isPublic } from "../chain";
import { type Check, type Sight, warning } from "../finding";

export const b07: Check = {
  id: "B07",
  title: "A container that runs as root, or a server for development in it",
  story:
    "Symptom: none, until somebody breaks in: root in the container is close to root on the node. A development server (flask run, debug=True, nodemon) takes one request at a time or shows its insides to strangers.",
  *detect(workspace) {
    for (const dockerfile of workspace.dockerfiles) yield* imageSights(dockerfile);
    for (const object of workspace.objects.filter(isWorkload)) {
      const pod = object.get(...podPath(object), "spec", "securityContext");
      const bare = containersOf(object).find(
        ({ value, init }) => !init && !pod && !part(value, "securityContext") && !isPublic(textValue(value.image) ?? ""),
      );
      if (bare)
        yield warning(
          object.at(...bare.path),
          `container ${textValue(bare.value.name)}`,
          "Nothing limits what the container may do: it runs as the image says, with all capabilities",
          "Add securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}.",
        );
    }
  },
};

/** Images that have another user than root already. */
const UNPRIVILEGED = /nonroot|unprivileged|chainguard|bitnami|jenkins|grafana|prom\/|\$/;
const DEVELOPMENT =
  /\bflask\b.*\brun\b|\bnodemon\b|--reload\b|\b(npm|yarn|pnpm) (run )?dev\b|manage\.py runserver|\bng serve\b|webpack-dev-server/;

function* imageSights(dockerfile: Dockerfile): Generator<Sight> {
  const last = dockerfile.stages.at(-1);
  const { user, command } = dockerfile;
  if (last && !UNPRIVILEGED.test(last.image) && (!user || /^(root|0)(:|$)/.test(user.text)))
    yield warning(
      dockerfile.at(user?.line ?? last.line),
      user ? `USER ${user.text}` : "no USER",
      "The program runs as root",
      "Add USER 10001 before the command.",
    );
  const text = command?.words.join(" ") ?? "";
  if (command && DEVELOPMENT.test(text))
    yield warning(
      dockerfile.at(command.line),
      text,
      "This is a server for development: slow, and open about its errors",
      "Run the program itself: gunicorn, uvicorn without --reload, node.",
    );
  const instruction = dockerfile.final("CMD").at(-1) ?? dockerfile.final("ENTRYPOINT").at(-1);
  if (instruction && !instruction.text.trim().startsWith("[") && !/^exec\b/.test(instruction.text.trim()))
    yield warning(
      dockerfile.at(instruction.line),
      `${instruction.name} ${instruction.text}`,
      "In this form a shell starts the program and keeps its signals: it is killed after 30 seconds instead of stopping",
      `Write it as a list: ${instruction.name} ["..."].`,
    );
}
