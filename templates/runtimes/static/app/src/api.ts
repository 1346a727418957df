export type Facts = Readonly<Record<string, unknown>>;

export interface Info {
  readonly version: string;
  readonly revision: string;
  readonly pod: string;
  readonly grafanaUrl?: string;
}

/** What runs: the server knows it, as the page is built once for every environment. */
export async function askInfo(): Promise<Info> {
  return (await (await fetch('/info')).json()) as Info;
}

/** Asks the API that this service calls, at the page's own origin; the message of an error is for people. */
export async function askApi(path: string): Promise<Facts> {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (response.status === 404) throw new Error('This service calls no API.');
  if (!response.ok) throw new Error(`The API answers ${response.status}.`);
  return (await response.json()) as Facts;
}
