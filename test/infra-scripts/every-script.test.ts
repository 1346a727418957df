import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runScript } from "../support/scripts";
import { generated, IMAGE, stage } from "../support/stage";

jest.setTimeout(180_000); // a loaded machine

const scripts = readdirSync(join(generated.infra, "scripts"))
  .filter((name) => name.endsWith(".sh") && !name.endsWith("lib.sh"))
  .map((name) => name.slice(0, -3));

describe.each(scripts)("%s.sh", (name) => {
  test("explains itself, from any directory", async () => {
    const { status, stdout, stderr } = await runScript(generated.infra, name, ["--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: scripts/${name}\\.sh`));
  });

  test("refuses what it does not know", async () => {
    expect(await stage(name, ["--nonsense"])).toMatchObject({ status: 1, calls: [""], stderr: expect.stringContaining("--nonsense") });
  });
});

test.each([
  ["status", ["--all"]],
  ["smoke", [""]],
  ["grafana", ["3010"]],
  ["prometheus", ["3010"]],
])("%s.sh refuses what stands after what it knows", async (name, known) => {
  const refused = { status: 1, calls: [""], stderr: expect.stringContaining("unknown argument: --nonsense") };
  expect(await stage(name, [...known, "--nonsense"], { up: true })).toMatchObject(refused);
});

describe.each(["grafana", "prometheus"])("%s.sh", (name) => {
  test("does not take a service that it may not see for one that is not there", async () => {
    const { status, stderr } = await stage(name, ["3010"], { up: true, env: { FORBIDDEN: "1" } });
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringMatching(/cannot see .*service .* with the credentials of context/),
    });
  });

  test("says how to install what is not there", async () => {
    const { status, stderr } = await stage(name, ["3010"], { up: true, env: { PORTS: "" } });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/there is no service .*\n.*scripts\/up\.sh/) });
  });
});

describe("odd surroundings", () => {
  const odd = {
    CDPATH: "/:/usr",
    GREP_OPTIONS: "--color=always",
    GIT_DIR: "/nowhere",
    GIT_OBJECT_DIRECTORY: "/nowhere",
    HELM_KUBEAPISERVER: "https://prod.example.org",
    HELM_KUBETOKEN: "t",
    HELM_KUBEASUSER: "root",
    HELM_NAMESPACE: "kube-system",
    HELM_DRIVER: "configmap",
    DOCKER_DEFAULT_PLATFORM: "linux/s390x",
    BUILDX_BUILDER: "remote",
    DOCKER_BUILDKIT: "0",
    LC_ALL: "tr_TR.UTF-8",
    TZ: "nowhere",
    POSIXLY_CORRECT: "1",
  };
  const lead = /^(CDPATH|GREP_OPTIONS|GIT_(DIR|OBJECT_DIRECTORY)|HELM_(KUBE\w+|NAMESPACE|DRIVER))=/gm;
  const builds = /^DOCKER_DEFAULT_PLATFORM=|^DOCKER_BUILDKIT=0/gm;
  /** Notes what the program sees when it does its work. */
  const seen = `case "$*" in
    *upgrade* | build*) env >>"$STATE/applied" ;;
    version*) echo v4.2.4 ;;
    *"image inspect"*) echo sha256:0123456789ab ;;
  esac`;

  test("do not lead helm to another cluster than kubectl, nor git to another folder", async () => {
    const { applied, status } = await stage("deploy", [], { up: true, env: { IMAGE, ...odd }, more: { helm: seen } });
    expect({ status, found: applied.match(lead) }).toEqual({ status: 0, found: null });
    expect(applied).toContain("TZ=nowhere");
  });

  test("do not lead a build to another platform, and the image comes to this machine whatever builds it", async () => {
    const { applied, calls } = await stage("image", ["--no-deploy"], { up: true, env: odd, more: { docker: seen } });
    expect(applied.match(builds)).toBeNull();
    expect(applied).toContain("DOCKER_BUILDKIT=1");
    expect(calls.find((line) => line.startsWith("docker build "))).toContain(" --load ");
  });
});

test("nothing in the scripts needs GNU tools", () => {
  for (const name of readdirSync(join(generated.infra, "scripts"))) {
    const source = readFileSync(join(generated.infra, "scripts", name), "utf8");
    expect(source).not.toMatch(
      /sed -i|grep -[a-zA-Z]*P|readlink -f|realpath|date -d|stat -c|base64 -w|xargs -r|mktemp --|\bseq\b|\[\[|^\s*local |echo -/m,
    );
  }
});

test.each([
  ["load", ["--rps", "51"]],
  ["load", ["--seconds", "901"]],
  ["load", ["--rps", "0"]],
  ["load", ["--seconds", "1e3"]],
  ["grafana", ["65536"]],
  ["verify", ["--timeout", "-1"]],
])("%s %j is out of bounds", async (name, args) => {
  expect(await stage(name, args, { up: true })).toMatchObject({ status: 1, calls: [""] });
});
