import type { Field, FieldGroup } from './block';

/** A place where a standard or a generator puts something. */
export type Place = readonly [group: FieldGroup, name: string];

/** The fields of a file, to be asked for by name. Names match in any case: PNG writers do not agree on one. */
export class FieldSet {
  readonly #byPlace = new Map<string, Field[]>();

  constructor(readonly all: readonly Field[]) {
    for (const field of all) {
      const key = placeKey(field.group, field.name);
      const others = this.#byPlace.get(key);
      if (others) others.push(field);
      else this.#byPlace.set(key, [field]);
    }
  }

  first(group: FieldGroup, name: string): Field | undefined {
    return this.#byPlace.get(placeKey(group, name))?.[0];
  }

  value(group: FieldGroup, name: string): string | undefined {
    return this.first(group, name)?.value;
  }

  /** All fields that stand in one of these places, in the places' order. */
  among(places: readonly Place[]): Field[] {
    return places.flatMap(([group, name]) => this.#byPlace.get(placeKey(group, name)) ?? []);
  }

  without(fields: ReadonlySet<Field>): FieldSet {
    return fields.size === 0 ? this : new FieldSet(this.all.filter((field) => !fields.has(field)));
  }
}

function placeKey(group: FieldGroup, name: string): string {
  return `${group}\n${name.toLowerCase()}`;
}
