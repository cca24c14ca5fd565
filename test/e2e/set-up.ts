import type { TestProject } from 'vitest/node';
import { type DemoAddress, startDemo } from '../demo/server';
import makeFixtures from '../fixtures/make';

declare module 'vitest' {
  interface ProvidedContext {
    readonly demo: DemoAddress;
  }
}

/** Makes the fixtures and serves the demo page to all journeys of a run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await makeFixtures();
  const { close, ...demo } = await startDemo();
  project.provide('demo', demo);
  return close;
}
