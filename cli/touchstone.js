#!/usr/bin/env node
// Starts the command line. Its TypeScript is bundled on demand, so that a fresh clone works after `npm install`.
import { buildCli, builtEntry } from './build.js';

await buildCli();
const { main } = await import(builtEntry('main').href);
process.exitCode = await main(process.argv.slice(2));
