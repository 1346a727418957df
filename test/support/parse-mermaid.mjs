// Parses Mermaid sources, given as JSON {place: text} on standard input; prints what does not parse. A process of its own,
// because mermaid is an ES module that wants a document.
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import("mermaid");

let input = "";
for await (const chunk of process.stdin) input += chunk;
for (const [place, text] of Object.entries(JSON.parse(input))) {
  await mermaid.parse(text).catch((error) => console.log(`${place}: ${error.message}`));
}
