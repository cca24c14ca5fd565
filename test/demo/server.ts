import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize, sep } from 'node:path';
import sharp from 'sharp';
import { mediaTypeOf } from '../browsers/media-type';
import { MADE } from '../fixtures/make';
import { makeDemoPictures } from './pictures';

/** The demo page and its pictures, served from this machine to this machine. */
export interface Demo extends DemoAddress {
  readonly close: () => Promise<void>;
}

export interface DemoAddress {
  /** The page's address. */
  readonly url: string;
  /** The other host, which shares its pictures with pages of its own only (no CORS). */
  readonly otherHost: string;
  /** Another origin's root, to fetch fixtures from: `${otherUrl}/made/c2pa/camera.jpg`. */
  readonly otherUrl: string;
}

/** Two names of one machine are two hosts to a browser. */
const HOST = '127.0.0.1';
const OTHER_HOST = 'localhost';

/** Starts the demo on free ports. */
export async function startDemo(): Promise<Demo> {
  const pictures = await makeDemoPictures();
  const site: Site = { pictures, asked: new Set() };
  const other = await listen(OTHER_HOST, (request, response) => answer(request, response, site));
  const otherUrl = `http://${OTHER_HOST}:${portOf(other)}`;
  const page = await listen(HOST, (request, response) => answer(request, response, { ...site, otherUrl }));
  return {
    url: `http://${HOST}:${portOf(page)}/`,
    otherHost: OTHER_HOST,
    otherUrl,
    close: async () => {
      await Promise.all([stop(page), stop(other)]);
    },
  };
}

interface Site {
  readonly pictures: ReadonlyMap<string, Uint8Array>;
  /** What was asked for under `stuck`. */
  readonly asked: Set<string>;
  /** The other origin; the other one itself knows none. */
  readonly otherUrl?: string;
}

async function answer(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://demo');
  const [, first = '', ...rest] = pathname.split('/');
  const path = decodeURIComponent(rest.join('/'));
  // Browsers say what a request is for: these are shown on the page, but given to nobody who asks by a script.
  const isShown = request.headers['sec-fetch-dest'] === 'image';
  if (first === '') return send(response, 'index.html', await readPage(site.otherUrl ?? ''));
  if (first === 'framed') return send(response, 'frame.html', await readPart('frame.html'));
  if (first === 'refused' && !isShown) return refuse(response, 403);
  if (first === 'gone' && !isShown) return refuse(response, 404);
  // Begun, but never ended, until whoever asked gives up; `stuck` keeps only the first who asks waiting.
  if (first === 'held' && !isShown) return begin(response, path);
  if (first === 'stuck' && !isShown && !site.asked.has(path)) {
    site.asked.add(path);
    return begin(response, path);
  }
  if (first === 'moved') return redirect(response, `${site.otherUrl}/demo/${path}`);
  if (first === 'resized') return resized(response, site, path);
  const bytes = first === 'made' ? await readMade(path) : site.pictures.get(path);
  if (bytes) send(response, path, bytes);
  else refuse(response, 404);
}

async function readPage(otherUrl: string): Promise<string> {
  return (await readPart('index.html')).replaceAll('{other}', otherUrl);
}

function readPart(name: string): Promise<string> {
  return readFile(new URL(`./${name}`, import.meta.url), 'utf8');
}

async function readMade(path: string): Promise<Uint8Array | undefined> {
  const file = normalize(join(MADE, path));
  if (!file.startsWith(MADE.endsWith(sep) ? MADE : MADE + sep)) return undefined;
  return readFile(file).catch(() => undefined);
}

/** `resized/320/photo.jpg`: the picture 320 pixels wide and saved anew, as a site's image service does. */
async function resized(response: ServerResponse, { pictures }: Site, path: string): Promise<void> {
  const [width = '', name = ''] = path.split('/');
  const bytes = pictures.get(name);
  if (!bytes || !/^[1-9]\d{1,3}$/.test(width)) return refuse(response, 404);
  send(response, 'resized.jpg', await sharp(bytes).resize(Number(width)).jpeg({ quality: 82 }).toBuffer());
}

function send(response: ServerResponse, name: string, body: string | Uint8Array): void {
  begin(response, name);
  response.end(body);
}

function begin(response: ServerResponse, name: string): void {
  response.writeHead(200, { 'Content-Type': mediaTypeOf(name), 'Cache-Control': 'no-store' });
  response.flushHeaders();
}

function refuse(response: ServerResponse, status: 403 | 404): void {
  response.writeHead(status, { 'Content-Type': 'text/plain' });
  response.end();
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(302, { Location: to });
  response.end();
}

function listen(
  host: string,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'Content-Type': 'text/plain' });
      response.end(String(error));
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => resolve(server));
  });
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
