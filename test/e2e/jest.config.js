const base = require("../../jest.config.js");

/** Suites that need no cluster, but minutes: the end-to-end run begins with them. */
module.exports = {
  ...base,
  rootDir: "../..",
  testMatch: ["<rootDir>/test/**/*.long.test.ts"],
  testPathIgnorePatterns: base.testPathIgnorePatterns.filter((pattern) => !pattern.includes("long")),
};
