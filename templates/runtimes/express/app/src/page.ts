import { createHash } from 'node:crypto';
import type { Config } from './config.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #dfe4ea; --card: #fff; --back: #f3f5f8; --accent: #2457d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf2; --soft: #9aa6b5; --line: #2d3642; --card: #1a212b; --back: #11161d; --accent: #8ab0ff; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { box-sizing: border-box; width: min(36rem, 100% - 2rem); padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0; font-size: 1.6rem; overflow-wrap: anywhere; }
p { margin: .25rem 0 1.5rem; color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.5rem; margin: 0 0 1.5rem; }
dt { color: var(--soft); }
dd { margin: 0; font-family: ui-monospace, monospace; font-size: .9rem; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
a { color: var(--accent); }
`;

/** Nothing but this page's own style and its empty icon may load. */
export const PAGE_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function renderPage({ contract, version, revision, pod, grafanaUrl, managementOnWeb }: Config): string {
  const facts = { Version: version, Revision: revision, Pod: pod, Runtime: 'Express' };
  const links = {
    ...(managementOnWeb && { Metrics: contract.metricsPath }),
    ...(grafanaUrl && { Grafana: grafanaUrl }),
    'Source code': contract.repositories.app,
    Infrastructure: contract.repositories.infra,
    Documentation: contract.repositories.docs,
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(contract.name)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(contract.name)}</h1>
<p>${escapeHtml(contract.title)}</p>
<dl>
${Object.entries(facts)
  .map(([term, value]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`)
  .join('\n')}
</dl>
<nav>
${Object.entries(links)
  .map(([text, url]) => `<a href="${escapeHtml(url)}">${text}</a>`)
  .join('\n')}
</nav>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
