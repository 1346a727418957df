import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RequestHandler, Router } from 'express';
import compressed from 'express-static-gzip';
import { methodNotAllowed } from './errors.ts';
import type { Faults } from './faults.ts';

/** What `vite build` made. */
const SITE = fileURLToPath(new URL('../dist', import.meta.url));

/** Nothing but what this origin serves may load, and no page may frame it: widen it for what yours needs. */
const SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The files of the site, and its page for every path that only the page's own router knows. */
export function siteRoutes(faults: Faults, folder = SITE): Router[] {
  const files = new Set(listFiles(folder));
  if (!files.has('/index.html')) throw new Error(`${folder} has no index.html: run npm run build`);
  const serve = compressed(folder, {
    enableBrotli: true,
    orderPreference: ['br'],
    index: false,
    serveStatic: { cacheControl: false, redirect: false, dotfiles: 'allow' },
  }) as RequestHandler;

  const page: RequestHandler = (request, response, next) => {
    request.url = '/index.html';
    response.set('Content-Security-Policy', SECURITY_POLICY).set('Cache-Control', 'no-cache');
    serve(request, response, next);
  };
  // Vite names what is in assets/ by its content: a changed file has another name.
  const asset: RequestHandler = (request, response, next) => {
    response.set('Cache-Control', 'public, max-age=31536000, immutable');
    serve(request, response, next);
  };
  const file: RequestHandler = (request, response, next) => {
    response.set('Cache-Control', 'no-cache'); // ask each time whether it changed: the ETag tells
    serve(request, response, next);
  };

  const known = Router({ caseSensitive: true, strict: true });
  const readOnly = methodNotAllowed('GET', 'HEAD');
  known.use(only(({ path }) => path === '/' || files.has(path)));
  known.route('/').get(faults.apply, page).all(readOnly);
  known.route('/assets/*file').get(faults.apply, asset).all(readOnly);
  known.route('/*file').get(faults.apply, file).all(readOnly);

  const pages = Router({ caseSensitive: true, strict: true });
  pages.use(only((request) => asksForPage(request)));
  pages.route('/*page').get(faults.apply, page);
  return [known, pages];
}

/** Leaves the router, before a route gives the request its name, unless the request is one of these. */
function only(isOurs: (request: Parameters<RequestHandler>[0]) => boolean): RequestHandler {
  return (request, _response, next) => next(isOurs(request) ? undefined : 'router');
}

/** A browser that opens a page: a path of the page's own router has no ending, as a missing file has. */
function asksForPage({ method, path, headers }: Parameters<RequestHandler>[0]): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && extname(path) === '' && (headers.accept ?? '').includes('text/html');
}

/** As paths of requests. Those of the compressed twins are no files of their own. */
function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => `${parentPath.slice(folder.length)}/${name}`);
  const all = new Set(paths);
  return paths.filter((path) => !(/\.(br|gz)$/.test(path) && all.has(path.slice(0, -3)))).map(encodeURI);
}
