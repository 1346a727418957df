// Finds the Chromium of the system, so that nothing downloads a browser of its own.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "microsoft-edge"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** The program, and the arguments that it needs here. */
export function findBrowser() {
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const executablePath = process.env.CHROME_PATH ?? [...onPath, ...PLACES].find((file) => existsSync(file));
  if (!executablePath || !existsSync(executablePath)) {
    throw new Error("No Chromium, Chrome or Edge found: install one, or set CHROME_PATH to its program");
  }
  // Chromium's sandbox does not work for root, nor with the AppArmor profile of hosted runners. Only our own pages are opened.
  const unsandboxed = process.env.CI || process.getuid?.() === 0;
  return { executablePath, args: unsandboxed ? ["--no-sandbox"] : [] };
}
