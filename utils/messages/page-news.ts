import { receive } from './bus';
import type { MessageTable, RequestOf } from './table';

type News = keyof MessageTable['pages'];

/** Calls back with what pages of ours are told under this name. Returns the way to stop. */
export function onNews<Name extends News>(
  name: Name,
  listener: (request: RequestOf<'pages', Name>) => void,
): () => void {
  if (!receiving) receive('pages', { jobChanged: tell('jobChanged'), modelsChanged: tell('modelsChanged') });
  receiving = true;
  const heard = listener as Listener;
  listeners[name].add(heard);
  return () => listeners[name].delete(heard);
}

type Listener = (request: unknown) => void;

const listeners: Readonly<Record<News, Set<Listener>>> = { jobChanged: new Set(), modelsChanged: new Set() };

/** A process has one receiver of what pages are told, and several that want to know. */
let receiving = false;

function tell(name: News): Listener {
  return (request) => {
    for (const listener of listeners[name]) listener(request);
  };
}
