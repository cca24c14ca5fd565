import { type Browser, browser } from 'wxt/browser';
import type { AnswerOf, MessageTable, Receiver, RequestOf } from './table';

/** Answers the messages of one receiver. */
export type Handlers<To extends Receiver> = {
  readonly [Name in keyof MessageTable[To]]: (
    request: RequestOf<To, Name>,
    sender: Sender,
  ) => Promise<AnswerOf<To, Name>> | AnswerOf<To, Name>;
};

/** Where a message came from: a tab and a frame, for those from inside web pages. */
export interface Sender {
  readonly tabId?: number;
  readonly frameId?: number;
  readonly url?: string;
  readonly title?: string;
}

/** Starts to answer a receiver's messages in this process. Calls from the same process take no detour. */
export function receive<To extends Receiver>(to: To, handlers: Handlers<To>): void {
  local.set(to, handlers as unknown as LooseHandlers);
  if (local.size === 1) browser.runtime.onMessage.addListener(onMessage);
}

/** Asks a receiver and answers what it answers. Rejects with Error when nobody is there or the handler threw. */
export async function ask<To extends Receiver, Name extends keyof MessageTable[To] & string>(
  to: To,
  name: Name,
  ...[request]: RequestOf<To, Name> extends undefined ? [] : [RequestOf<To, Name>]
): Promise<AnswerOf<To, Name>> {
  const handler = local.get(to)?.[name];
  if (handler) return (await handler(request, {})) as AnswerOf<To, Name>;
  const reply = (await browser.runtime.sendMessage({
    touchstone: to,
    name,
    request,
  } satisfies Envelope)) as Reply;
  if (reply === undefined || reply === null) throw new Error(`Nobody answered ${to}.${name}`);
  if ('error' in reply) throw Object.assign(new Error(reply.error), reply.told);
  return reply.answer as AnswerOf<To, Name>;
}

/** Tells every open page of ours; it does not matter whether one is open. */
export function tellPages<Name extends keyof MessageTable['pages'] & string>(
  name: Name,
  request: RequestOf<'pages', Name>,
): void {
  const envelope: Envelope = { touchstone: 'pages', name, request };
  browser.runtime.sendMessage(envelope).catch(() => undefined);
}

interface Envelope {
  readonly touchstone: Receiver;
  readonly name: string;
  readonly request: unknown;
}

type Reply =
  | { readonly answer: unknown }
  | { readonly error: string; readonly told?: Told }
  | undefined
  | null;

/** What an error tells the user; the rest of it stays where it was thrown. */
interface Told {
  readonly said: unknown;
  readonly detail?: unknown;
}

type LooseHandlers = Readonly<Record<string, (request: unknown, sender: Sender) => unknown>>;

const local = new Map<Receiver, LooseHandlers>();

type RuntimeSender = Browser.runtime.MessageSender;

function onMessage(message: unknown, sender: RuntimeSender, respond: (reply: Reply) => void): boolean {
  if (!isEnvelope(message) || !mayAsk(message.touchstone, sender)) return false;
  const handlers = local.get(message.touchstone);
  const handler = handlers && Object.hasOwn(handlers, message.name) ? handlers[message.name] : undefined;
  if (!handler) return false;
  Promise.resolve()
    .then(() => handler(message.request, describe(sender)))
    .then(
      (answer) => respond(message.touchstone === 'pages' ? undefined : { answer: answer ?? null }),
      (error) => respond({ error: error instanceof Error ? error.message : String(error), ...toldBy(error) }),
    );
  // `true` keeps the channel open for the answer.
  return message.touchstone !== 'pages';
}

function toldBy(error: unknown): { readonly told?: Told } {
  if (!(error instanceof Error) || !('said' in error)) return {};
  const { said } = error;
  return {
    told: 'detail' in error && error.detail !== undefined ? { said, detail: error.detail } : { said },
  };
}

function isEnvelope(message: unknown): message is Envelope {
  return typeof message === 'object' && message !== null && 'touchstone' in message && 'name' in message;
}

/** Web pages reach us only through our own script inside them, and that may only send what is meant for it. */
function mayAsk(to: Receiver, sender: RuntimeSender): boolean {
  if (sender.id !== browser.runtime.id) return false;
  const ownPage = sender.url === undefined ? sender.tab === undefined : sender.url.startsWith(ownOrigin());
  return ownPage || to === 'fromContent';
}

function ownOrigin(): string {
  return browser.runtime.getURL('/' as never);
}

function describe({ tab, frameId, url }: RuntimeSender): Sender {
  return {
    ...(tab?.id !== undefined && { tabId: tab.id }),
    ...(frameId !== undefined && { frameId }),
    ...(url !== undefined && { url }),
    ...(tab?.title !== undefined && { title: tab.title }),
  };
}
