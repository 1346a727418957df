import { containersOf, isWorkload } from "../../workspace/kube";
import { imageName } from "../../workspace/kustomize";
import { option } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import { textValue } from "../../workspace/yaml";
import { isPublic } from "../chain";
import type { Check } from "../finding";
import { isReplaced } from "./e34-image";

/** Images of Docker Hub that have no owner in their name are Docker's own; those here are somebody's. */
const OFFICIAL =
  /^(library\/)?(hello-world|bash|amazonlinux|fedora|rockylinux|ghost|drupal|nextcloud|sonarqube|jenkins|rabbitmq|solr|neo4j|cassandra|couchdb|kong|perl|elixir|erlang|swift|julia|composer|maven|gradle|tomcat|jetty|flink|spark|storm|telegraf|chronograf|kapacitor|varnish|unit|api-firewall|eggdrop|znc|php|ruby|rust|gcc|buildpack-deps|docker|fluentd|logstash|couchbase|percona|mongo-express|phpmyadmin|odoo|redmine|joomla|matomo|plone|rocket\.chat|sapmachine|amazoncorretto|ibmjava|clojure|groovy|haskell|r-base|rakudo-star|swipl|silverpeas|monica|yourls|xwiki|websphere-liberty|open-liberty|photon|oraclelinux|opensuse|mageia|archlinux|almalinux|clearlinux|cirros|alt|sl|crate|rethinkdb|arangodb|aerospike|orientdb|hitch|backdrop|bonita|convertigo|dart|emqx|friendica|geonetwork|gazebo|ros|irssi|jobber|jruby|lightstreamer|mediawiki|nats-streaming|notary|nuxeo|pypy|spiped|teamspeak|thrift|tomee)$/;

export const d26: Check = {
  id: "D26",
  title: "A local image that Kubernetes tries to pull",
  story:
    "Symptom: `ErrImagePull`: `pull access denied for flask-app, repository does not exist or may require 'docker login'`. With the tag latest, or none, Kubernetes pulls always, and a name without a registry is one of Docker Hub. An image that was only loaded into the cluster is then never used.",
  *detect(workspace) {
    const built = builtHere(workspace);
    for (const object of workspace.objects.filter(isWorkload)) {
      for (const { value, path } of containersOf(object)) {
        const image = textValue(value.image) ?? "";
        const name = imageName(image);
        if (!built.has(name) || name.includes("/") || isPublic(image) || OFFICIAL.test(name) || /[$<{@]/.test(image)) continue;
        const policy = textValue(value.imagePullPolicy) ?? (/:(?!latest$)[\w.-]+$/.test(image) ? "IfNotPresent" : "Always");
        if (policy !== "Always" || isReplaced(workspace, name)) continue;
        yield {
          severity: "error",
          place: object.at(...path, value.imagePullPolicy ? "imagePullPolicy" : "image"),
          evidence: `image: ${image}${value.imagePullPolicy ? ", imagePullPolicy: Always" : ", no imagePullPolicy"}`,
          cause: `Kubernetes pulls docker.io/library/${name}, which does not exist: the image that was built here is not asked for`,
          fix: "Add imagePullPolicy: IfNotPresent (and a tag other than latest), or push the image to a registry and name that.",
        };
      }
    }
  },
};

/** What a command builds or loads under a name without a registry. */
function builtHere(workspace: Workspace): Set<string> {
  const names = workspace.commands.flatMap(({ words }) => {
    if (/^(docker|podman|nerdctl)$/.test(words[0] ?? "") && words.includes("build")) return [option(words, "-t", "--tag") ?? ""];
    return /^(minikube|kind|k3d)$/.test(words[0] ?? "") && words.some((word) => /^(image|load|docker-image|import)$/.test(word))
      ? words.slice(2)
      : [];
  });
  return new Set(names.map(imageName).filter((name) => /^[a-z0-9._-]+$/.test(name)));
}
