import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parse } from "yaml";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { generate, temporaryFolder } from "../support/portfolio";
import { runScript } from "../support/scripts";
import { toolsPath } from "../support/tools";

const SHA = "a".repeat(40);
const DIGEST = `sha256:${"1".repeat(64)}`;

describe("the scripts of the pipeline", () => {
  const { app, infra, portfolio } = generate();

  /** Notes on the standard error what docker is asked to make, and makes the index that it is told. */
  const joining = (made = DIGEST, manifests: readonly object[] = []) =>
    fake({
      docker: `case "$*" in
        "buildx imagetools inspect --raw ${portfolio.image}@${made}") echo '${JSON.stringify({ manifests })}' ;;
        *) echo "$*" >&2
          while [ "$1" != --metadata-file ]; do shift; done; echo '{"containerimage.descriptor":{"digest":"${made}"}}' > "$2" ;;
      esac`,
    });
  const publish = (ref: string, ...digests: string[]) =>
    runScript(app, "publish-index", digests, { PATH: joining(), GITHUB_REF: ref, GITHUB_SHA: SHA });

  test.each([
    ["refs/heads/main", [`sha-${SHA}`]],
    ["refs/tags/v1.2.3", ["1.2.3"]],
    ["refs/tags/v1.2.3-rc.1", ["1.2.3-rc.1"]],
  ])("B2 publish-index names what comes from %s", async (ref, names) => {
    const { status, stderr } = await publish(ref, DIGEST, DIGEST.replaceAll("1", "2"));
    expect(status).toBe(0);
    const tags = [...stderr.matchAll(/--tag (\S+)/g)].map(([, tag]) => tag);
    expect(tags.sort()).toEqual(names.map((name) => `${portfolio.image}:${name}`).sort());
    expect(stderr.trim().split(" ").slice(-2)).toEqual([
      `${portfolio.image}@${DIGEST}`,
      `${portfolio.image}@${DIGEST.replaceAll("1", "2")}`,
    ]);
  });

  test.each([
    ["publish-index", [DIGEST]],
    ["hand-over", ["--dry-run"]],
  ])(
    "%s takes the commit of the repository that it belongs to, wherever it is started and whatever leads git elsewhere",
    async (name, args) => {
      const [ours, other] = [temporaryFolder(), temporaryFolder()].map((folder) => {
        const commit = "git init --quiet --initial-branch main && git -c user.name=a -c user.email=b@c commit --quiet --allow-empty -m";
        execFileSync("sh", ["-c", `${commit} ${folder.replaceAll("/", "-")} && cp -R "$0/scripts" .`, app], { cwd: folder });
        return { folder, head: execFileSync("git", ["rev-parse", "HEAD"], { cwd: folder, encoding: "utf8" }).trim() };
      });
      const event = { TAG: `sha-${SHA}`, DIGEST, RUN_URL: "https://github.com/Octo-Org/express-app/actions/runs/1" };
      for (const odd of [{}, { GIT_DIR: join(other.folder, ".git") }, { GIT_COMMON_DIR: join(other.folder, ".git") }]) {
        const env = { PATH: joining(), ...event, ...odd };
        const { stdout, stderr } = spawnSync(join(ours.folder, `scripts/${name}.sh`), args, { cwd: other.folder, env, encoding: "utf8" });
        expect(stdout + stderr).toContain(ours.head);
      }
    },
  );

  test.each([
    ["image", ["a:b", "more"]],
    ["smoke", ["a:b", "more"]],
    ["hand-over", ["--dry-run", "more"]],
    ["move-tags", [DIGEST, "more"]],
    ["move-tags", []],
    ["publish-index", []],
    ["publish-index", ["--more", DIGEST]],
  ])("%s refuses more and less than it knows: %j", async (name, args) => {
    const calls = fake({ docker: "echo called >&2", gh: "echo called >&2" });
    const { status, stderr } = await runScript(app, name, args, { PATH: calls });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/^Usage: /) });
  });

  test("image builds the folder that it stands in, for this machine, whatever the surroundings say", () => {
    const elsewhere = temporaryFolder();
    mkdirSync(join(elsewhere, "scripts"));
    const env = { PATH: fake({ docker: 'pwd; env; echo "$*"' }), HOME: "/nonexistent", CDPATH: elsewhere, GIT_DIR: "/nowhere" };
    const odd = { DOCKER_DEFAULT_PLATFORM: "linux/s390x", BUILDX_BUILDER: "remote", DOCKER_BUILDKIT: "0" };
    const printed = execFileSync("scripts/image.sh", [], { cwd: app, env: { ...env, ...odd }, encoding: "utf8" });
    expect(printed.split("\n")[0]).toBe(realpathSync(app));
    expect(printed).not.toMatch(/s390x|^DOCKER_BUILDKIT=0/m);
    expect(printed).toContain("build --load");
  });

  test.each([
    ["a branch", "refs/heads/dev", DIGEST],
    ["a tag that is no version", "refs/tags/v1.2", DIGEST],
    ["a version with a leading zero", "refs/tags/v1.02.3", DIGEST],
    ["a digest that is missing", "refs/heads/main", "sha256:"],
    ["a digest with an option in it", "refs/heads/main", `${DIGEST} --tag x`],
  ])("publish-index refuses %s", async (_, ref, digest) => {
    const { status, stdout, stderr } = await publish(ref, digest);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^publish-index: (not a|nothing)/);
  });

  test("publish-index reports the digest of the index that it made, and of each image in it", async () => {
    const made = DIGEST.replaceAll("1", "3");
    const manifests = [
      { digest: "sha256:4", platform: { os: "linux", architecture: "amd64" } },
      { digest: "sha256:5", platform: { os: "linux", architecture: "arm64", variant: "v8" } },
      { digest: "sha256:6", platform: { os: "unknown", architecture: "unknown" } },
    ];
    const env = { PATH: joining(made, manifests), GITHUB_REF: "refs/heads/main", GITHUB_SHA: SHA };
    const { stdout } = await runScript(app, "publish-index", [DIGEST], env);
    expect(stdout).toBe(`tag=sha-${SHA}\ndigest=${made}\namd64=sha256:4\narm64=sha256:5\n`);
  });

  const moveTags = (ref: string, answer: string, args: string[] = [DIGEST]) => {
    const docker = `echo "docker $*" >&2`;
    const gh = `echo "gh $*" >&2; [ -n '${answer}' ] || exit 1; printf '${answer}\\n'`;
    return runScript(app, "move-tags", args, { PATH: fake({ docker, gh }), GITHUB_REF: ref, GITHUB_SHA: SHA });
  };
  const releases = (...versions: string[]) => versions.map((version) => `refs/tags/${version}`).join("\\n");

  test.each([
    ["the head of main", "refs/heads/main", SHA, "main"],
    ["the newest release", "refs/tags/v1.2.10", releases("v1.2.9", "v1.2.10", "v1.2.11-rc.1"), "1.2"],
  ])("move-tags gives %s its tag", async (_, ref, answer, tag) => {
    const { status, stdout, stderr } = await moveTags(ref, answer);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "moved=true\n" });
    expect(stderr).toContain(`docker buildx imagetools create --tag ${portfolio.image}:${tag} ${portfolio.image}@${DIGEST}\n`);
  });

  test.each([
    ["a commit that main has left behind", "refs/heads/main", SHA.replaceAll("a", "b")],
    ["a release that has a newer one", "refs/tags/v1.2.9", releases("v1.2.10", "v1.2.9")],
    ["a pre-release", "refs/tags/v1.2.3-rc.1", releases("v1.2.3-rc.1")],
  ])("move-tags leaves the tag where it is for %s", async (_, ref, answer) => {
    const { status, stdout, stderr } = await moveTags(ref, answer);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "moved=false\n" });
    expect(stderr).not.toContain("docker");
  });

  test.each([
    ["nobody says what is newest", "refs/heads/main", "", [DIGEST]],
    ["nobody says which releases there are", "refs/tags/v1.2.3", "", [DIGEST]],
    ["the branch is another", "refs/heads/dev", SHA, [DIGEST]],
    ["the digest is none", "refs/heads/main", SHA, ["main"]],
  ])("move-tags fails and moves nothing if %s", async (_, ref, answer, args) => {
    const { status, stdout, stderr } = await moveTags(ref, answer, args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).not.toContain("docker");
  });

  test.each<[string, Partial<PortfolioOptions>, string, string | undefined]>([
    [
      "several platforms",
      { platforms: ["linux/amd64", "linux/arm64"] },
      '{"linux/amd64":{"SPDX":{"SPDXID":"one"}},"linux/arm64":{"SPDX":{"SPDXID":"two"}}}',
      "two",
    ],
    ["a single platform", { platforms: ["linux/arm64"] }, '{"SPDX":{"SPDXID":"only"}}', "only"],
    ["no SBOM", {}, "{}", undefined],
    ["no answer", {}, "", undefined],
  ])("the workflow reads the SBOMs of an image with %s, or fails", async (_, options, answer, id) => {
    const { jobs } = parse(readFileSync(join(generate(options).app, ".github/workflows/ci.yaml"), "utf8"));
    const { run } = jobs.publish.steps.find(({ name }: { name?: string }) => name === "Read the SBOMs that the build made");
    const [PATH, RUNNER_TEMP] = [fake({ docker: `printf '%s' '${answer}'` }), temporaryFolder()];
    const { status } = spawnSync("bash", ["-e", "-o", "pipefail", "-c", run], { env: { PATH, RUNNER_TEMP, IMAGE: "x", DIGEST } });
    if (id) expect(JSON.parse(readFileSync(join(RUNNER_TEMP, "sbom-arm64.json"), "utf8"))).toEqual({ SPDXID: id });
    else expect(status).not.toBe(0);
  });

  const handOver = { TAG: `sha-${SHA}`, DIGEST, GITHUB_SHA: SHA, RUN_URL: "https://github.com/Octo-Org/express-app/actions/runs/1" };

  test("B2 hand-over sends the tag and the digest, in the words that the infra repository listens to", async () => {
    const { stdout } = await runScript(app, "hand-over", ["--dry-run"], handOver);
    const { event_type, client_payload } = JSON.parse(stdout);
    expect(client_payload).toEqual({ image: portfolio.image, tag: handOver.TAG, digest: DIGEST, sha: SHA, run_url: handOver.RUN_URL });
    const deploy = readFileSync(join(infra, ".github/workflows/deploy.yaml"), "utf8");
    expect(parse(deploy).on.repository_dispatch.types).toEqual([event_type]);
    const read = [...deploy.matchAll(/client_payload\.(\w+)/g)].map(([, field]) => field);
    expect(Object.keys(client_payload)).toEqual(expect.arrayContaining(read));
    expect(read).toEqual(expect.arrayContaining(["image", "tag", "digest", "sha"]));
  });

  test.each([
    ["TAG", "latest"],
    ["TAG", `sha-${SHA}","x":"`],
    ["DIGEST", "sha256:1"],
    ["RUN_URL", 'https://example.com/"'],
    ["IMAGE", "ghcr.io/Octo-Org/express-app"],
  ])("hand-over refuses %s=%s", async (name, value) => {
    const { status, stdout, stderr } = await runScript(app, "hand-over", ["--dry-run"], { ...handOver, [name]: value });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`hand-over: ${name} is not well-formed`);
  });

  test.each(["app", "0", "0:0", ""])("B7b smoke refuses an image whose user is '%s'", async (user) => {
    const { status, stderr } = await runScript(app, "smoke", [], { PATH: fake({ docker: `printf '%s' '${user}'` }) });
    expect(status).toBe(1);
    expect(stderr).toContain("must be a number other than 0");
  });

  test.each([
    ["both ports answer", ["/", "/ready", "/health", "/metrics"], 0],
    ["the management port has no metrics", ["/ready", "/health"], 1],
  ])("smoke asks the management port too: %s", async (_, paths, expected) => {
    const web = await serve(["/", "/ready", "/health", "/metrics"]);
    const management = await serve(paths);
    const docker = `case "$*" in
      "image inspect"*) echo 10001 ;;
      port*${portfolio.managementPort}/tcp) echo 127.0.0.1:${management.port} ;;
      port*) echo 127.0.0.1:${web.port} ;;
      inspect*) echo 0 ;;
    esac`;
    const { status, stderr } = await runScript(app, "smoke", [], { PATH: fake({ docker }), http_proxy: "http://127.0.0.1:9" });
    for (const { close } of [web, management]) close();
    expect(status).toBe(expected);
    if (expected) expect(stderr).toContain(`http://127.0.0.1:${management.port}/metrics`);
  });

  test.each(["hand-over", "image", "move-tags", "publish-index", "smoke"])("%s explains itself", async (name) => {
    const { status, stdout } = await runScript(app, name, ["--help"]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^Usage: scripts\/[\w-]+\.sh.*\n\n[A-Z][^#]*\.\n$/) });
  });
});

/** A server that answers these paths the way the service does, and no other. */
async function serve(paths: readonly string[]) {
  const server = createServer(({ url = "" }, response) => {
    response.writeHead(paths.includes(url) ? 200 : 404, { "content-type": "text/plain" }).end("http_request_duration_seconds_count{} 1\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

/** A PATH on which programs are replaced by lines of shell. */
function fake(programs: Readonly<Record<string, string>>): string {
  const bin = join(temporaryFolder(), "bin");
  mkdirSync(bin);
  for (const [program, script] of Object.entries(programs)) {
    writeFileSync(join(bin, program), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, program), 0o755);
  }
  return `${bin}:${toolsPath}`;
}
