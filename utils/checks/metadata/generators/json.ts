import type { Field } from '../block';

/** JSON as files hold it: nothing is known about its shape. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/**
 * Parses text that is to be a JSON object; null where it is none. Whole numbers that JavaScript cannot hold (seeds
 * have 64 bits) become strings, and Python's `NaN` becomes null.
 */
export function parseObject(text: string): JsonObject | null {
  const start = text.trimStart();
  if (!start.startsWith('{')) return null;
  const exact = start.replace(LONG_NUMBER, '$1"$2"').replace(NOT_A_NUMBER, '$1null');
  return tryParse(exact) ?? tryParse(start);
}

const PARSED = new WeakMap<Field, JsonObject | null>();

/** The JSON object that a field's value is. Many generators are tried on the same field, so it is parsed once. */
export function jsonOf(field: Field): JsonObject | null {
  const known = PARSED.get(field);
  if (known !== undefined) return known;
  const json = parseObject(field.value);
  PARSED.set(field, json);
  return json;
}

/** The value at a path of names and indexes. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let node: Json | undefined = value;
  for (const step of path) {
    if (isObject(node)) node = Object.hasOwn(node, step) ? node[step] : undefined;
    else if (Array.isArray(node) && typeof step === 'number') node = node[step];
    else return undefined;
  }
  return node;
}

/** A string, number or truth value as text; undefined for anything else and for nothing. */
export function asText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own simple values, as name and text. */
export function simpleEntries(value: Json | undefined): [string, string][] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]): [string, string][] => {
    const text = asText(inner);
    return text === undefined ? [] : [[name, text]];
  });
}

const LONG_NUMBER = /([:[,]\s*)(-?\d{16,})(?=\s*[,}\]])/g;
const NOT_A_NUMBER = /([:[,]\s*)NaN(?=\s*[,}\]])/g;

function tryParse(text: string): JsonObject | null {
  try {
    const value: Json = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
