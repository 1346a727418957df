import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';

const HTML = readFileSync(new URL('../page.html', import.meta.url), 'utf8');

/** Nothing but this page's own style, script and empty icon may load, and it may ask nobody but this service. */
export const PAGE_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf('<style>', '</style>')}`,
  `script-src ${hashOf('<script type="module">', '</script>')}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page with what it cannot know: it is rendered once, as nothing of this changes while the service runs. */
export function renderPage(config: Config): string {
  const { contract, version, revision, grafanaUrl, managementOnWeb, faultInjection } = config;
  const { name, title, repositories, readyPath, metricsPath } = contract;
  const facts = {
    name,
    title,
    version,
    revision,
    runtime: 'Express',
    paths: {
      info: '/api/info',
      work: '/api/work',
      health: contract.healthPath,
      ready: readyPath,
      metrics: metricsPath,
    },
    links: {
      ...repositories,
      ci: `${repositories.app}/actions`,
      grafana: grafanaUrl,
      metrics: managementOnWeb ? metricsPath : undefined,
      faults: managementOnWeb && faultInjection ? '/api/faults' : undefined,
    },
  };
  // Within a script nothing is escaped, and "</script>" would end it.
  const json = JSON.stringify(facts).replaceAll('<', '\\u003c');
  return HTML.replace('{}</script>', () => `${json}</script>`);
}

function hashOf(start: string, end: string): string {
  const [, after = ''] = HTML.split(start);
  const [content = ''] = after.split(end);
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}
