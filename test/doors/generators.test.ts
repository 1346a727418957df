import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readTree } from "../support/command";
import { installDoors } from "./support/doors";
import type { User } from "./support/user";

// Each start of `yo` takes seconds. What else it does is in yeoman.long.test.ts.

let user: User;
let yo: string;
let command: string;

beforeAll(() => {
  ({ user, yo, command } = installDoors());
}, 300_000);

afterAll(() => user.leave());

test("yo writes what the command writes, and finds it identical the next time", () => {
  const [byYeoman, byCommand] = [user.folder(), user.folder()];
  user.run(byYeoman, `${yo} devops-portfolio --yes --owner Octo-Org --skip-install --runtime flask --nodePort=30077`);
  user.run(byCommand, `${command} here --yes --owner Octo-Org --no-git --no-install --runtime flask --node-port 30077`);
  expect(readTree(byYeoman)).toEqual(readTree(join(byCommand, "here")));
  const infra = join(byYeoman, "infra-k8s");
  const before = readTree(infra);
  const output = user.run(infra, `${yo} devops-portfolio:infra --yes --owner Octo-Org --skip-install`);
  expect(output).toMatch(/identical helm\/flask-app\/values\.yaml/);
  expect(output).not.toMatch(/^ *(create|conflict|force|skip|remove|delete) /m);
  expect(readTree(infra)).toEqual(before);
});

test("yo refuses what the command refuses, and writes nothing", () => {
  const folder = user.folder();
  const { status, output } = user.try(folder, `${yo} devops-portfolio:infra --yes --skip-install --owner a--b --port 80`);
  expect(status).not.toBe(0);
  expect(output).toContain('owner: "a--b" is not a GitHub login');
  expect(output).toContain("port: 80 is not a whole number from 1024 to 65535");
  expect(readdirSync(folder)).toEqual([]);
});
