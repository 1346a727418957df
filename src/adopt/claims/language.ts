import { type Dependency, MANIFESTS } from "../dependencies";
import type { Claim } from "../fact";
import type { ServiceFiles } from "../service-files";

const IMAGES: readonly { readonly language: string; readonly image: RegExp }[] = [
  { language: "node", image: /(^|\/)node(js)?(\d+)?(-debian\d+)?([:@]|$)|(^|\/)bun([:@]|$)/ },
  { language: "python", image: /(^|\/)(python3?(-debian\d+)?|uv|pypy)([:@]|$)|tiangolo\/uvicorn/ },
  { language: "go", image: /(^|\/)golang([:@]|$)/ },
  { language: "java", image: /(^|\/)(eclipse-temurin|openjdk|amazoncorretto|maven|gradle|java\d*(-debian\d+)?|jre|jdk)([:@]|$)/ },
  { language: "ruby", image: /(^|\/)(ruby|jruby)([:@]|$)/ },
  { language: "php", image: /(^|\/)(php|composer|frankenphp)([:@]|$)/ },
  { language: "rust", image: /(^|\/)rust([:@]|$)/ },
  { language: "dotnet", image: /(^|\/)dotnet\/(sdk|aspnet|runtime)([:@]|$)/ },
  { language: "elixir", image: /(^|\/)elixir([:@]|$)/ },
];

/** Manifests of languages whose files are not read: a manifest of another one beside them may be that of tools or of assets. */
const OTHERS: Readonly<Record<string, RegExp>> = {
  ruby: /^Gemfile$/,
  php: /^composer\.json$/,
  rust: /^Cargo\.toml$/,
  dotnet: /^[^/]+\.(sln|slnx|csproj|fsproj)$/,
  elixir: /^mix\.exs$/,
};

/** Frameworks by the dependency that is one; of several, the first is built on the others. */
const FRAMEWORKS: readonly { readonly framework: string; readonly dependency: RegExp }[] = [
  { framework: "nest", dependency: /^@nestjs\/core$/ },
  { framework: "next", dependency: /^next$/ },
  { framework: "express", dependency: /^express$/ },
  { framework: "fastapi", dependency: /^fastapi$/ },
  { framework: "flask", dependency: /^flask$/ },
  { framework: "django", dependency: /^django$/ },
  { framework: "spring", dependency: /^spring-boot-starter-(web|webmvc|webflux)$/ },
  { framework: "gin", dependency: /^github\.com\/gin-gonic\/gin$/ },
  { framework: "chi", dependency: /^github\.com\/go-chi\/chi(\/v\d+)?$/ },
  { framework: "echo", dependency: /^github\.com\/labstack\/echo(\/v\d+)?$/ },
];
const BUILT_ON_OTHERS = new Set(["nest", "next"]);

/** The language by the manifests and, where there is an image, by what it is built on or from. */
export function languageClaims(service: ServiceFiles): Claim[] {
  const manifests = [...Object.entries(MANIFESTS), ...Object.entries(OTHERS)].flatMap(([language, names]) => {
    const file = names instanceof RegExp ? service.top.find(({ name }) => names.test(name)) : service.first(...names);
    return file ? [{ language, file }] : [];
  });
  const stages = service.dockerfile?.stages ?? [];
  const built = stages.flatMap(({ image, line }) =>
    IMAGES.filter(({ image: pattern }) => pattern.test(image)).map(({ language }) => ({ language, line })),
  );
  const values = manifests.map(({ language }) => language);
  const claims = manifests.map(({ file, language }) => claim(values, { file, line: 1 }, `${file.name} is a manifest of ${language}`));
  const images = new Set(built.map(({ language }) => language));
  if (images.size === 0) return claims;
  // The image that runs decides where each of several is built in a stage of its own.
  const last = IMAGES.filter(({ image }) => image.test(service.dockerfile!.base ?? "")).map(({ language }) => language);
  const { line } = built.at(-1)!;
  return [...claims, claim(last.length > 0 ? last : [...images], service.dockerfile!.at(line), "the image is built on it")];
}

/** Whether what the files of a service tell is all read that could: nothing is certain to be absent otherwise. */
export function isRead(languages: readonly Claim[], language: string | undefined): boolean {
  const all = language === undefined ? languages.flatMap(({ values }) => values) : [language];
  return all.every((name) => name in MANIFESTS);
}

function claim(values: readonly string[], place: Claim["place"], says: string): Claim {
  return { fact: "language", values, place, says };
}

export function frameworkClaims(dependencies: readonly Dependency[], service: ServiceFiles): Claim[] {
  const found = FRAMEWORKS.flatMap(({ framework, dependency }) =>
    dependencies
      .filter(({ name, development }) => !development && dependency.test(name))
      .map(({ name, place }) => ({ framework, name, place })),
  );
  const upper = found.filter(({ framework }) => BUILT_ON_OTHERS.has(framework));
  const chosen = upper.length > 0 ? upper : found;
  if (chosen.length > 0)
    return chosen.map(({ framework, name, place }) => ({ fact: "framework", values: [framework], place, says: `${name} is a dependency` }));
  const [standard] = service.matches(/\.go$/, /\bhttp\.(ListenAndServe|Server\{)/g);
  return standard ? [{ fact: "framework", values: ["net/http"], place: standard.place, says: "it serves with net/http" }] : [];
}
