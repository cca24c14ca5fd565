import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { globSync } from 'tinyglobby';
import { defaultClientConditions } from 'vite';
import { defineConfig, type ResolvedPublicFile, type UserManifest } from 'wxt';

const ICONS = { 16: '/icon/16.png', 32: '/icon/32.png', 48: '/icon/48.png', 128: '/icon/128.png' };

export default defineConfig({
  modules: ['@wxt-dev/module-react', '@wxt-dev/i18n/module'],
  i18n: { localesDir: new URL('./utils/words/locales', import.meta.url).pathname },
  imports: false,
  publicDir: 'components/public',
  vite: () => ({
    plugins: [tailwindcss()],
    worker: { format: 'es' },
    // Without it onnxruntime brings its WebAssembly along by itself, a second time.
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    build: { chunkSizeWarningLimit: 2000 },
  }),
  manifest: ({ browser }) => ({
    default_locale: 'en',
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    icons: ICONS,
    action: { default_title: '__MSG_extension_open__', default_icon: ICONS },
    content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'" },
    ...(browser === 'firefox' ? FIREFOX : CHROME),
  }),
  hooks: {
    'build:publicAssets'(_, files) {
      files.push(...runtimeFiles(), ...modelFiles());
    },
    'build:manifestGenerated'(wxt, manifest) {
      if (wxt.config.browser === 'firefox') Object.assign(manifest, FIREFOX_ONLY);
    },
  },
  zip: { excludeSources: ['test/e2e/results/**', 'test/fixtures/made/**', 'test/screenshots/**'] },
});

const CHROME: UserManifest = {
  minimum_chrome_version: '124',
  permissions: ['contextMenus', 'activeTab', 'storage', 'scripting', 'sidePanel', 'offscreen'],
  optional_host_permissions: ['<all_urls>'],
  storage: { managed_schema: 'managed-schema.json' },
  commands: {
    _execute_action: { suggested_key: { default: 'Alt+Shift+V' } },
  },
};

const FIREFOX: UserManifest = {
  permissions: ['contextMenus', 'menus', 'activeTab', 'storage', 'scripting'],
  commands: {
    _execute_sidebar_action: { suggested_key: { default: 'Alt+Shift+V' } },
  },
};

/** What the manifest types of the build tool do not know, or place elsewhere. */
const FIREFOX_ONLY = {
  // Firefox has no offscreen documents: its background page is the engine page.
  background: { page: 'engine.html', persistent: true },
  optional_permissions: ['<all_urls>'],
  browser_specific_settings: {
    gecko: {
      id: 'touchstone@touchstone.invalid',
      strict_min_version: '140.0',
      data_collection_permissions: { required: ['none'] },
    },
  },
};

/** The two builds of onnxruntime: for the processor, and the larger one for WebGPU. */
function runtimeFiles(): ResolvedPublicFile[] {
  const names = ['', '.asyncify'].flatMap((build) =>
    ['mjs', 'wasm'].map((type) => `ort-wasm-simd-threaded${build}.${type}`),
  );
  return names.map((name) => ({
    absoluteSrc: fileURLToPath(import.meta.resolve(`onnxruntime-web/${name}`)),
    relativeDest: `onnxruntime/${name}`,
  }));
}

/** What every folder of `models` with a manifest needs to run, without what its maker left there besides. */
function modelFiles(): ResolvedPublicFile[] {
  const root = fileURLToPath(new URL('.', import.meta.url));
  return globSync('models/*/manifest.json', { cwd: root }).flatMap((manifest) => {
    const { file, golden, card } = JSON.parse(readFileSync(`${root}${manifest}`, 'utf8'));
    return ['manifest.json', file, golden, card].map((name) => ({
      absoluteSrc: `${root}${dirname(manifest)}/${name}`,
      relativeDest: `${dirname(manifest)}/${name}`,
    }));
  });
}
