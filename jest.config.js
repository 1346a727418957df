const { availableParallelism } = require("node:os");

module.exports = {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: [
    "/node_modules/",
    "<rootDir>/test/instance/",
    "<rootDir>/test/fixtures/",
    "<rootDir>/test/e2e/",
    "<rootDir>/test/.instance/",
    "<rootDir>/test/apps/",
    "\\.long\\.test\\.ts$",
  ],
  modulePathIgnorePatterns: [
    "<rootDir>/test/instance/",
    "<rootDir>/test/fixtures/",
    "<rootDir>/test/.instance/",
    "<rootDir>/test/apps/",
    "<rootDir>/templates/",
  ],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  // TypeScript asks for the extension in a dynamic import; the source has another one.
  moduleNameMapper: { "^(\\.{1,2}/.+)\\.js$": "$1" },
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  // Much of the time is waiting for programs: a worker for each core, and one more.
  maxWorkers: availableParallelism() + 1,
  testTimeout: 60_000,
};
