import { detect, proposalOf } from "../../src/adopt/adopt";
import { type Tree, written } from "../doctor/support";

const only = (tree: Tree) => detect(written(tree)).services[0]!;
const rails: Tree = {
  Gemfile: 'gem "rails"\ngem "yabeda-prometheus"\n',
  "package.json": '{"name":"assets","scripts":{"test":"jest"},"devDependencies":{"esbuild":"0.24"}}',
  "yarn.lock": "",
  Dockerfile: "FROM ruby:3.4-slim AS base\nFROM base AS build\nRUN apt-get install nodejs\nFROM base\nEXPOSE 3000\nCMD bin/rails server\n",
};

const laravel: Tree = { "composer.json": "{}", "package.json": rails["package.json"]!, "package-lock.json": "{}" };

describe("a program in a language whose files are not read", () => {
  test.each<[string, Tree, string]>([
    ["ruby, with assets of Node", rails, "ruby"],
    ["php, with assets of Node", { ...laravel, Dockerfile: "FROM php:8.4-apache\nCMD serve\n" }, "php"],
    ["rust", { "Cargo.toml": "[package]\n", Dockerfile: "FROM rust:1 AS build\nFROM scratch\nCMD serve\n" }, "rust"],
    ["dotnet, through stages", { Dockerfile: "FROM mcr.microsoft.com/dotnet/aspnet:9.0 AS base\nFROM base AS final\nCMD a\n" }, "dotnet"],
  ])("%s: CI sets up none, and what is in a manifest beside it is not taken for its own", (_, tree, language) => {
    const service = only(tree);
    expect(service.facts.language?.value).toBe(language);
    const { options, open } = proposalOf(service, {});
    expect(options.setup).toBe("none");
    expect(options).not.toHaveProperty("metrics");
    expect(options).not.toHaveProperty("installCommand");
    expect(open.find(({ option }) => option === "metrics")?.candidates).toEqual([]);
  });

  test("is asked for, where nothing tells which of two it is, and never by a name that CI does not know", () => {
    const { Dockerfile: _, ...files } = rails;
    const { open, options } = proposalOf(only(files), {});
    expect(open.find(({ option }) => option === "setup")?.candidates.map(({ value }) => value)).toEqual(["node", "none"]);
    expect(options).not.toHaveProperty("metrics");
  });

  test("says nothing against the one that is built with it", () => {
    const native: Tree = {
      "requirements.txt": "flask\n",
      "app.py": "",
      "Cargo.toml": "",
      Dockerfile: "FROM python:3.13\nCMD python app.py\n",
    };
    expect(only(native).facts).toMatchObject({ language: { value: "python" }, metrics: { value: "none" } });
  });
});

test("users that an image brings are known by their number", () => {
  const user = (image: string, name: string) => only({ Dockerfile: `FROM ${image}\nUSER ${name}\nCMD a\n` }).facts.userId?.value;
  expect(user("oven/bun:1", "bun")).toBe(1000);
  expect(user("mcr.microsoft.com/dotnet/aspnet:9.0", "$APP_UID")).toBe(1654);
  expect(user("mcr.microsoft.com/dotnet/runtime-deps:8.0-noble-chiseled", "app")).toBe(1654);
  expect(user("mcr.microsoft.com/dotnet/aspnet:6.0", "app")).toBeUndefined(); // it had none yet
  expect(user("mcr.microsoft.com/playwright:v1", "app")).toBeUndefined();
});
