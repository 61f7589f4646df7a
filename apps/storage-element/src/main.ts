import { readEnvironment } from '@waybill/platform';
import { environment } from './config.js';
import { runStorageElement } from './run.js';

await runStorageElement(readEnvironment(environment));
