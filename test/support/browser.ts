import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The Chromium of this machine, as Playwright starts it. Its sandbox does not work for root; only our own pages are opened. */
export function findBrowser(): { executablePath: string; args: string[] } {
  const places = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const executablePath = places.find((place) => existsSync(place));
  if (!executablePath) throw new Error("no Chromium is installed");
  return { executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] };
}
