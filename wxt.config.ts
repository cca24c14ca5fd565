import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type UserManifest } from 'wxt';

const ICONS = { 16: '/icon/16.png', 32: '/icon/32.png', 48: '/icon/48.png', 128: '/icon/128.png' };

export default defineConfig({
  modules: ['@wxt-dev/module-react', '@wxt-dev/i18n/module'],
  i18n: { localesDir: new URL('./utils/words/locales', import.meta.url).pathname },
  imports: false,
  publicDir: 'components/public',
  vite: () => ({
    plugins: [tailwindcss()],
    worker: { format: 'es' },
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
