import { repositories, title } from '../contract.json';
import { askApi, askInfo, type Facts } from './api.ts';

const element = (id: string) => document.getElementById(id) as HTMLElement;

/** As text, whatever is in it: an API may answer anything. */
function showFacts(list: HTMLElement, facts: Facts): void {
  list.replaceChildren(
    ...Object.entries(facts).flatMap(([name, value]) => [text('dt', name), text('dd', String(value))]),
  );
}

function text(tag: string, content: string): HTMLElement {
  return Object.assign(document.createElement(tag), { textContent: content });
}

function showLinks(links: Readonly<Record<string, string>>): void {
  const anchors = Object.entries(links).map(([name, href]) => Object.assign(text('a', name), { href }));
  element('links').replaceChildren(...anchors);
}

element('title').textContent = title;
const sources = {
  'Source code': repositories.app,
  Infrastructure: repositories.infra,
  Documentation: repositories.docs,
};
showLinks(sources);

askInfo().then(({ version, revision, pod, grafanaUrl }) => {
  showFacts(element('facts'), { Version: version, Revision: revision, Pod: pod });
  if (grafanaUrl) showLinks({ Grafana: grafanaUrl, ...sources });
}, console.error);

askApi('/api/info').then(
  (facts) => {
    element('state').remove();
    showFacts(element('answer'), facts);
  },
  (error: Error) => {
    element('state').textContent = error.message;
  },
);
