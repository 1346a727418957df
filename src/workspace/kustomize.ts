import { posix } from "node:path";
import { containersOf, objectsOf, type Unit } from "./kube";
import { kustomizationIn } from "./kustomize-files";
import { applyJsonPatch, matches, mergePatch, withLabels } from "./kustomize-patch";
import { literally } from "./patterns";
import { normalize, type Repository, type SourceFile } from "./repository";
import { documentsIn, listOf, mapOf, type Path, type Place, parseYaml, part, textValue, type Value, type YamlDocument } from "./yaml";

export interface KustomizeProblem {
  readonly place: Place;
  readonly message: string;
  readonly fix: string;
}

/** What `kustomize build` of a folder gives, but for prefixes of names, which change both ends of every reference alike. */
export class Kustomization {
  readonly document: YamlDocument | undefined;
  readonly unit: Unit;
  readonly problems: KustomizeProblem[] = [];
  /** Something comes from elsewhere (a URL, a generator): objects may be missing here. */
  remote = false;

  constructor(
    readonly repository: Repository,
    readonly file: SourceFile,
    private readonly seen: readonly string[] = [],
  ) {
    this.document = documentsIn(file)[0];
    this.unit = { kind: "kustomize", label: file.folder || ".", objects: [] };
    this.build();
  }

  private list(key: string): { value: Value; path: Path }[] {
    return listOf(part(this.document?.value, key)).map((value, at) => ({ value, path: [key, at] }));
  }

  /** What it takes in: files and folders, as they are named. */
  get references(): { target: string; path: Path }[] {
    const plain = ["resources", "bases", "components", "crds", "generators", "transformers"].flatMap((key) => this.list(key));
    return plain.flatMap(({ value, path }) => (typeof value === "string" && !value.includes("\n") ? [{ target: value, path }] : []));
  }

  resolve(target: string): string {
    return posix.join(this.file.folder, target);
  }

  private build(): void {
    for (const { target, path } of this.references) this.take(target, path);
    this.generate();
    for (const key of ["patches", "patchesStrategicMerge", "patchesJson6902"]) {
      for (const { value, path } of this.list(key)) this.patch(value, path);
    }
    this.images();
    this.replicas();
    this.labelAll();
  }

  private take(target: string, path: Path): void {
    if (/^(https?:|git@|ssh:|oci:|git::|github\.com\/)|\?ref=/.test(target)) {
      this.remote = true;
      return;
    }
    const resolved = this.resolve(target);
    const file = this.repository.file(resolved);
    if (file) {
      const objects = documentsIn(file).flatMap((document) => objectsOf(document, this.unit));
      this.unit.objects.push(...objects.map((object) => object.changed(structuredClone(object.value), this.unit, object.namespace)));
      return;
    }
    const inner = kustomizationIn(this.repository, resolved);
    if (!inner) {
      this.missing(target, path, resolved);
      return;
    }
    if (this.seen.includes(inner.path) || this.seen.length > 20) return;
    const built = new Kustomization(this.repository, inner, [...this.seen, this.file.path]);
    this.remote ||= built.remote;
    this.unit.objects.push(...built.unit.objects.map((object) => object.changed(object.value, this.unit, object.namespace)));
  }

  private missing(target: string, path: Path, resolved: string): void {
    if (resolved.startsWith("..") || this.repository.ignores(resolved)) {
      this.remote = true;
      return;
    }
    const what = this.repository.folders.has(normalize(resolved)) ? "holds no kustomization" : "does not exist";
    this.problems.push({
      place: this.at(path),
      message: `${target} ${what}, so kustomize build fails`,
      fix: `Create ${target} or take it out of ${this.file.path}.`,
    });
  }

  private generate(): void {
    for (const [key, kind] of [
      ["configMapGenerator", "ConfigMap"],
      ["secretGenerator", "Secret"],
    ] as const) {
      for (const { value, path } of this.list(key)) {
        this.sources(value, path, kind === "Secret");
        const data = Object.fromEntries(
          [
            ...listOf(value?.literals).map((text) => String(text).split("=")[0]!),
            ...listOf(value?.files).map((text) => String(text).split("=")[0]!),
          ].map((name) => [posix.basename(name), ""]),
        );
        const object = {
          apiVersion: "v1",
          kind,
          metadata: { name: value?.name, labels: part(value, "options", "labels") },
          data: listOf(value?.envs).length || value?.env ? undefined : data,
        };
        this.unit.objects.push(...objectsOf(generated(this.document!, path, object), this.unit));
      }
    }
    if (this.list("helmCharts").length > 0) this.remote = true;
  }

  /** The files of a generator. */
  private sources(value: Value, path: Path, isSecret: boolean): void {
    for (const text of [...listOf(value?.files), ...listOf(value?.envs), value?.env].filter((one) => typeof one === "string")) {
      const target = text.slice(text.indexOf("=") + 1);
      if (!/[$*]|^https?:/.test(target) && !this.repository.file(this.resolve(target))) {
        // What is secret lies beside it, and never in git.
        if (isSecret) this.remote = true;
        else this.missing(target, path, this.resolve(target));
      }
    }
  }

  private patch(entry: Value, path: Path): void {
    const texts =
      typeof entry === "string"
        ? entry.includes("\n")
          ? [entry]
          : [this.textAt(entry, path)]
        : [entry?.patch ?? this.textAt(entry?.path, path)];
    for (const text of texts) {
      if (typeof text !== "string") continue;
      const place = this.at(path);
      for (const document of parseYaml({ text, locate: () => place })) this.apply(document.value, entry?.target, place);
    }
  }

  private textAt(target: Value, path: Path): string | undefined {
    if (typeof target !== "string") return undefined;
    const file = this.repository.file(this.resolve(target));
    if (!file) this.missing(target, path, this.resolve(target));
    return file?.text;
  }

  private apply(patch: Value, target: Value, place: Place): void {
    const wanted = target ? mapOf(target) : { apiVersion: patch?.apiVersion, kind: patch?.kind, name: patch?.metadata?.name };
    if (!target && !wanted.name) return;
    let matched = false;
    this.unit.objects.forEach((object, at) => {
      if (!matches(object, wanted)) return;
      matched = true;
      const value = Array.isArray(patch) ? applyJsonPatch(structuredClone(object.value), patch) : mergePatch(object.value, patch);
      // Whatever a patch with a target says of these, what it is applied to stays what it is.
      const { apiVersion, kind } = object;
      this.unit.objects[at] = object.changed(Array.isArray(patch) ? value : { ...value, apiVersion, kind }, this.unit, object.namespace);
    });
    if (matched || this.remote || this.problems.length > 0 || /[*+?|]/.test(String(wanted.name ?? ""))) return;
    const shown = [wanted.kind, wanted.name].filter(Boolean).join("/") || "its target";
    this.problems.push({
      place,
      message: `the patch of ${shown} matches no object of this kustomization`,
      fix: `Name an object that its resources hold: ${
        this.unit.objects
          .map(({ id }) => id)
          .slice(0, 6)
          .join(", ") || "none yet"
      }.`,
    });
  }

  private images(): void {
    for (const { value, path } of this.list("images")) {
      const name = textValue(value?.name);
      if (!name) continue;
      const containers = this.unit.objects.flatMap(containersOf);
      const used = containers.filter((container) => imageName(textValue(container.value.image) ?? "") === name);
      for (const container of used) {
        const tag = textValue(value.newTag) ?? /:([^:/]+)$/.exec(String(container.value.image))?.[1];
        container.value.image = `${value.newName ?? name}${value.digest ? `@${value.digest}` : tag ? `:${tag}` : ""}`;
      }
      // Objects of other kinds may name images, too, each in its own way.
      const custom = this.unit.objects.some((object) =>
        new RegExp(`"${literally(name)}[:@]|[iI]mage":"${literally(name)}"`).test(JSON.stringify(object.value)),
      );
      if (used.length > 0 || custom || this.remote || this.list("components").length > 0) continue;
      const known = [...new Set(containers.map((container) => imageName(textValue(container.value.image) ?? "")))].join(", ");
      this.problems.push({
        place: this.at([...path, "name"]),
        message: `no manifest uses the image ${name}, so the new name or tag changes nothing`,
        fix: `Use the name that the manifests have: ${known || "none yet"}.`,
      });
    }
  }

  private replicas(): void {
    for (const { value, path } of this.list("replicas")) {
      const name = textValue(value?.name);
      const scaled = this.unit.objects.filter(({ kind }) =>
        ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"].includes(kind),
      );
      const mine = scaled.filter((object) => object.name === name);
      for (const object of mine) object.value.spec = { ...mapOf(object.value.spec), replicas: value.count };
      if (!name || mine.length > 0 || this.remote || scaled.length === 0) continue;
      this.problems.push({
        place: this.at([...path, "name"]),
        message: `no Deployment or StatefulSet is named ${name}, so kustomize build fails`,
        fix: `Use the name that the manifests have: ${scaled.map((object) => object.name).join(", ")}.`,
      });
    }
  }

  private labelAll(): void {
    const value = mapOf(this.document?.value);
    const everywhere = {
      ...mapOf(value.commonLabels),
      ...Object.assign(
        {},
        ...listOf(value.labels)
          .filter((entry) => entry?.includeSelectors)
          .map((entry) => mapOf(entry.pairs)),
      ),
    };
    const onTop = Object.assign({}, ...listOf(value.labels).map((entry) => mapOf(entry?.pairs)), everywhere);
    this.unit.objects.forEach((object, at) => {
      let changed = object.value;
      if (Object.keys(onTop).length > 0) changed = withLabels(structuredClone(changed), onTop, everywhere);
      this.unit.objects[at] = object.changed(changed, this.unit, textValue(value.namespace) ?? object.namespace);
    });
  }

  private at(path: Path): Place {
    return this.document!.at(...path);
  }
}

export const imageName = (image: string): string => image.replace(/@sha256:.*$/, "").replace(/:[^:/]*$/, "");

function generated(document: YamlDocument, path: Path, value: Value): YamlDocument {
  return { value, problems: [], at: () => document.at(...path) } as unknown as YamlDocument;
}
