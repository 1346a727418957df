// Stands in for kubectl: a cluster that lies in the file $WORLD, and whatever is asked of it in $WORLD.asked.
import { appendFileSync, readFileSync } from "node:fs";

const cluster = JSON.parse(readFileSync(process.env.WORLD, "utf8"));
const args = process.argv.slice(2);
appendFileSync(`${process.env.WORLD}.asked`, `${JSON.stringify(args)}\n`);

const option = (...names) => {
  const index = args.findIndex((arg) => names.includes(arg.split("=")[0]));
  return index < 0 ? undefined : args[index].includes("=") ? args[index].slice(args[index].indexOf("=") + 1) : args[index + 1];
};
const fail = (text) => {
  process.stderr.write(`${text}\n`);
  process.exit(1);
};
const namespace = option("--namespace");
const words = args.filter((arg, index) => !arg.startsWith("-") && !["--namespace", "--context", "--raw"].includes(args[index - 1]));

if (cluster.down) fail("The connection to the server 127.0.0.1:8443 was refused - did you specify the right host or port?");
if (option("--raw")) raw(option("--raw"));
else if (words[0] === "config") process.stdout.write(cluster.namespace ?? "");
else if (words[0] === "logs") process.stdout.write(cluster.logs[words[1]] ?? "");
else if (words[0] === "get") get(words[1].split(","), words.slice(2));
else fail(`fake kubectl: what is: ${args.join(" ")}`);

function raw(path) {
  const answer = Object.entries(cluster.raw).find(([start]) => path === start || (start.endsWith("?") && path.startsWith(start)))?.[1];
  if (answer === undefined) fail("Error from server (NotFound): the server could not find the requested resource");
  process.stdout.write(JSON.stringify(answer));
}

function get(resources, names) {
  const refused = resources.map((one) => one.split(".")[0]).filter((one) => (cluster.refused ?? []).includes(one));
  const items = resources.flatMap((resource) => (refused.includes(resource.split(".")[0]) ? [] : (cluster.resources[resource] ?? [])));
  const wanted = items.filter(
    ({ metadata }) =>
      (namespace === undefined || metadata.namespace === undefined || metadata.namespace === namespace) &&
      (names.length === 0 || names.includes(metadata.name)),
  );
  const selected = option("--selector") ? wanted.filter(({ metadata }) => option("--selector") in (metadata.labels ?? {})) : wanted;
  if (option("--output").startsWith("go-template")) {
    for (const { metadata, type, data } of selected) {
      const labels = Object.entries(metadata.labels ?? {}).map(([name, value]) => `${name}=${value},`);
      process.stdout.write(`${metadata.name}\t${type}\t${labels.join("")}\t${Object.keys(data ?? {}).map((key) => `${key},`).join("")}\n`);
    }
  } else if (refused.length < resources.length) process.stdout.write(JSON.stringify({ kind: "List", items: selected }));
  for (const one of refused) {
    process.stderr.write(`Error from server (Forbidden): ${one} is forbidden: User "ann" cannot list resource "${one}" in API group "" in the namespace "${namespace}"\n`);
  }
  if (refused.length > 0) process.exit(1);
}
