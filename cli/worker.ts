import { parentPort, workerData } from 'node:worker_threads';
import { CHECKS } from '../utils/checks/registry';
import type { WorkerSetup } from './protocol';
import { serveChecks } from './serve-checks';

if (parentPort) serveChecks(parentPort, CHECKS, workerData as WorkerSetup);
