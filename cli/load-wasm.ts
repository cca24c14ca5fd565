import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Where each WebAssembly file that a check asks for lies in node_modules. */
const FILES: Readonly<Record<string, string>> = {
  'c2pa_bg.wasm': '@contentauth/c2pa-wasm/assets/c2pa_bg.wasm',
};

/**
 * Compiles each file once; the module is then shared with every worker. Compiling starts at once, beside everything
 * else that a start takes. Rejects for a file that no check should want.
 */
export function wasmLoader(): (file: string) => Promise<WebAssembly.Module> {
  const compiled = new Map(Object.entries(FILES).map(([file, specifier]) => [file, compile(specifier)]));
  // Whoever asks for the module hears what went wrong; until then nobody listens.
  for (const module of compiled.values()) module.catch(() => {});
  return async (file) => {
    const module = compiled.get(file);
    if (!module) throw new Error(`No package is known to hold ${file}`);
    return module;
  };
}

async function compile(specifier: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(createRequire(import.meta.url).resolve(specifier)));
}
