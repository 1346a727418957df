/** A text as a pattern that matches just it. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

/** Folders in which people keep what is not in use, or only shown (`sample-app` is what a project calls its program); files that are broken on purpose say so. */
const ASIDE =
  /(^|\/)[^/]*\b(archived?|archives?|old|backups?|deprecated|legacy|disabled|unused|not[ _-]?used?|obsolete|reference[_-]\w+|(?:examples?|samples?)(?![-_](?:\w*app|api|service|web|server|backend|frontend|python|flask|fastapi|node|go|java|spring)\b)|template-?repos?)\b[^/]*\//i;

const ON_PURPOSE = /(^|[/._-])(broken|faulty|misconfigured)([/._-]|$)/i;

/** Former versions, kept beside the file: `Jenkinsfile.old`, `dashboards-old.yaml`, `compose.yaml.bak`. */
const FORMER = /[._-](old|bak|orig)(\.\w+)?$|\.(backup|bkp|disabled)$/i;

export const isAside = (path: string): boolean => ASIDE.test(path) || ON_PURPOSE.test(path) || FORMER.test(path);

/** By the path of a file. */
export const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** By its name. */
export const DOCKERFILE = /^([dD]ockerfile|Containerfile)(\.[\w-]+)?$|\.[dD]ockerfile$/;
export const COMPOSE = /^(docker-)?compose([.-].*)?\.ya?ml$/;
