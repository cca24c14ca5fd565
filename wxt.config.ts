import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'wxt';

export default defineConfig({
  modules: ['@wxt-dev/module-react', '@wxt-dev/i18n/module'],
  i18n: { localesDir: new URL('./utils/words/locales', import.meta.url).pathname },
  imports: false,
  publicDir: 'components/public',
  vite: () => ({ plugins: [tailwindcss()] }),
  manifest: { default_locale: 'en', name: '__MSG_extension_name__', description: '__MSG_extension_description__' },
});
