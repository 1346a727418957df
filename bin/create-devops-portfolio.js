#!/usr/bin/env node
// Node 22 keeps compiled code between runs; older versions have no such function.
require("node:module").enableCompileCache?.();
void require("../dist/cli.js").main();
