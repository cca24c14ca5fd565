import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Services, ServicesProvider } from './services';
import { directionOf } from './words/bidi';

/** Shows a page of ours in the document, in the reader's language and direction. */
export function mountPage(content: ReactNode, services: Services): void {
  const { locale } = services.language;
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root');
  createRoot(root).render(
    <StrictMode>
      <ServicesProvider value={services}>{content}</ServicesProvider>
    </StrictMode>,
  );
}
