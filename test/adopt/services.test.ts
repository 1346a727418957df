import { detect } from "../../src/adopt/detect";
import { type Tree, written } from "../doctor/support";

const servicesOf = (tree: Tree) => detect(written(tree)).services.map(({ folder, dockerfile }) => [folder, dockerfile]);
const image = "FROM python:3.13\nCMD python a.py\n";

test.each(["Dockerfile.dev", "dev.Dockerfile", "test.dockerfile", "Dockerfile-ci", "api.dev.Dockerfile", "Dockerfile.dev-container"])(
  "%s is for development, and no service",
  (name) => {
    expect(servicesOf({ "requirements.txt": "flask\n", Dockerfile: image, [name]: image })).toEqual([["", "Dockerfile"]]);
  },
);

describe("what is built of a folder of its own has nothing of the repository's manifest", () => {
  const repository = (more: Tree): Tree => ({
    "package.json": '{"dependencies":{"next":"15"}}',
    "package-lock.json": "{}",
    "proxy/Dockerfile": "FROM nginx:1.29\nCOPY default.conf /etc/nginx/conf.d/default.conf\n",
    "proxy/default.conf": "server { listen 8080; }\n",
    ...more,
  });
  test.each<[string, Tree]>([
    ["by what it copies", {}],
    ["by Compose", { "compose.yaml": "services:\n  proxy:\n    build: ./proxy\n" }],
  ])("%s", (_, more) => {
    const [proxy] = detect(written(repository(more))).services;
    expect(proxy!.folder).toBe("proxy");
    expect(Object.keys(proxy!.facts)).not.toEqual(expect.arrayContaining(["language", "installCommand"]));
  });

  test("a Dockerfile in a folder for Dockerfiles has", () => {
    expect(servicesOf({ "requirements.txt": "flask\n", "docker/Dockerfile": "FROM python:3.13\nCOPY . .\n" })).toEqual([
      ["", "docker/Dockerfile"],
    ]);
  });
});

describe("what Compose says of another folder is said of another service", () => {
  test("in a project of several modules", () => {
    const pom = (more: string) => `<project>${more}</project>`;
    const tree = {
      "pom.xml": pom("<packaging>pom</packaging><modules><module>shop</module></modules>"),
      "shop/pom.xml": pom(""),
      "compose.yaml": "services:\n  shop:\n    build: ./shop\n    ports: [8081:8081]\n",
    };
    const [shop, ...more] = detect(written(tree)).services;
    expect(more).toEqual([]);
    expect([shop!.folder, shop!.facts.port?.value]).toEqual(["shop", 8081]);
  });

  test("without a Dockerfile", () => {
    const tree = { "requirements.txt": "flask\n", "compose.yaml": "services:\n  a:\n    build: ./a\n    ports: [8081:8081]\n" };
    expect(detect(written(tree)).services[0]!.facts).not.toHaveProperty("port");
  });
});
