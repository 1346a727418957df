const base = require("../../jest.config.js");

/** Suites that need no cluster, but minutes. */
module.exports = {
  ...base,
  rootDir: "../..",
  testMatch: ["<rootDir>/test/**/*.long.test.ts"],
  testPathIgnorePatterns: base.testPathIgnorePatterns.filter((pattern) => !pattern.includes("long")),
};
